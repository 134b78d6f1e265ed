/** Which build runs: the program that started us says so. */
export const buildId = (): string => process.env["MUSTER_BUILD_ID"] ?? "development";
