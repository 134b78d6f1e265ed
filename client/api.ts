/** The HTTP door of the browser: JSON in and out, refusals as RFC 9457 `application/problem+json`. */

const TIMEOUT_MS = 10_000;

/** What the server would not do, with its closed code; `network` when nothing answered. */
export class ApiRefusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  /** What the person can quote to whoever runs the installation. */
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: string,
    message: string,
    more: { status: number; field?: string; requestId?: string; retryAfterMs?: number },
  ) {
    super(message);
    this.name = "ApiRefusal";
    this.code = code;
    this.status = more.status;
    this.field = more.field;
    this.requestId = more.requestId;
    this.retryAfterMs = more.retryAfterMs;
  }
}

/** Nothing answered: the wish may have been granted or not. */
export class Unanswered extends Error {
  constructor(cause: unknown) {
    super("The server did not answer.", { cause });
    this.name = "Unanswered";
  }
}

type Problem = Partial<Record<"code" | "title" | "detail" | "field" | "requestId", unknown>>;
const isProblem = (value: unknown): value is Problem => typeof value === "object" && value !== null;
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const refusalFrom = async (response: Response): Promise<ApiRefusal> => {
  const parsed: unknown = await response.json().catch(() => null);
  const problem: Problem = isProblem(parsed) ? parsed : {};
  const field = textOf(problem.field);
  const requestId = textOf(problem.requestId);
  const retryAfterS = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiRefusal(
    textOf(problem.code) ?? "unknown",
    textOf(problem.detail) ?? textOf(problem.title) ?? `The server answered ${response.status}.`,
    {
      status: response.status,
      ...(field === undefined ? {} : { field }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(Number.isFinite(retryAfterS) ? { retryAfterMs: retryAfterS * 1000 } : {}),
    },
  );
};

export type ApiOptions = { signal?: AbortSignal; timeoutMs?: number };

const request = async <T>(method: string, path: string, body: unknown, options: ApiOptions): Promise<T> => {
  const limit = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]),
    });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new Unanswered(error);
  }
  if (!response.ok) throw await refusalFrom(response);
  if (response.status === 204) return JSON.parse("null");
  return response.json().catch((error: unknown) => {
    throw new Unanswered(error);
  });
};

/**
 * Paths are those of the contract (`/api/v1/…`), answers are what it says stands there.
 * Throws `ApiRefusal` for a refusal and `Unanswered` when the line failed.
 */
export const api = {
  get: <T>(path: string, options: ApiOptions = {}): Promise<T> => request<T>("GET", path, undefined, options),
  post: <T>(path: string, body: unknown, options: ApiOptions = {}): Promise<T> =>
    request<T>("POST", path, body, options),
  remove: <T = null>(path: string, options: ApiOptions = {}): Promise<T> =>
    request<T>("DELETE", path, undefined, options),
};
