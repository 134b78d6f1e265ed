/** Many times faster than comparing texts one by one. */
const names = new Intl.Collator("en");

/** The order of names for whoever reads them. */
export const byName = (a: { name: string }, b: { name: string }): number => names.compare(a.name, b.name);
