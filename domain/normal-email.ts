/** Addresses are compared, checked and kept in this form, so nothing that a check has passed becomes another address later. */
export const normalEmail = (email: string): string => email.normalize("NFKC").trim().toLowerCase();
