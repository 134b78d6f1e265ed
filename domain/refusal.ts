/** Closed codes of CONTRACT §4 with their HTTP status. Anything else is our own fault: 500. */
export const REFUSAL_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  closed: 409,
  "too-large": 413,
  unsupported: 415,
  "too-many": 429,
  unavailable: 503,
  "no-space": 507,
} as const;
export type RefusalCode = keyof typeof REFUSAL_STATUS;

/** What every door answers to a wish that is not granted: a closed code and a sentence a person understands. */
export type RefusalBody = { code: RefusalCode; message: string; field?: string };

/** Expected refusal. It changes nothing and is no fault of ours, so nobody logs it. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly field: string | undefined;
  /** Seconds until another try makes sense (`too-many`, `unavailable`). */
  readonly retryAfterS: number | undefined;

  constructor(code: RefusalCode, message: string, more: { field?: string; retryAfterS?: number } = {}) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.field = more.field;
    this.retryAfterS = more.retryAfterS;
  }

  body(): RefusalBody {
    return { code: this.code, message: this.message, ...(this.field === undefined ? {} : { field: this.field }) };
  }
}

/** One sentence for "absent" and "not yours": whoever asks learns nothing from it. */
export const notFound = (): Refusal => new Refusal("not-found", "There is nothing here that you may see.");
export const forbidden = (message = "Your role in this incident does not allow this."): Refusal =>
  new Refusal("forbidden", message);
