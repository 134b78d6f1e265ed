/** Milliseconds of the one clock that all processes of this machine share; it has no meaning elsewhere. */
export const machineNow = () => Number(process.hrtime.bigint()) / 1e6;
