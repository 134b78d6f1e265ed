/** The first thing that is not as it was written: which chain, which entry, and in words what is wrong with it. */
export type Fault = { chain: string; n: number; what: string; expected?: string; found?: string };
