/** Addresses are compared in their normal form. */
export const normalEmail = (email: string): string => email.normalize("NFKC").trim().toLowerCase();
