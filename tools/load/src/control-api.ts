// The calls of the public HTTP API that a run makes before and after its load.

const TIMEOUT_MS = 15_000;

/** The system did not do what a run needs. The message is for the person who runs it. */
export class ControlError extends Error {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly code: string;

  constructor(message: string, status: number, code: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface Caller {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function withAdminToken(url: string, adminToken: string): Caller {
  return { url, headers: { authorization: `Bearer ${adminToken}` } };
}

export function withKey(url: string, apiKey: string): Caller {
  return { url, headers: { 'x-api-key': apiKey } };
}

/**
 * One call.
 * @returns the members of its answer; none where it has no body
 * @throws {ControlError} when there is no answer, or none of 2xx
 */
export async function callApi(
  { url, headers }: Caller,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const init = {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  const response = await fetch(`${url}${path}`, init).catch((error: Error) => {
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    throw new ControlError(`${url} does not answer (${cause})`, 0, '');
  });
  const text = await response.text();
  if (response.ok) return text === '' ? {} : JSON.parse(text);
  const { code = '', detail = text.slice(0, 200) } = problemOf(text);
  throw new ControlError(
    `${method} ${path} answered ${response.status} ${code}: ${detail}`,
    response.status,
    code,
  );
}

/** The members of a problem (RFC 9457) that a client needs; none where something else has answered. */
export function problemOf(text: string): { readonly code?: string; readonly detail?: string } {
  try {
    const problem = JSON.parse(text);
    return typeof problem === 'object' && problem !== null ? problem : {};
  } catch {
    return {};
  }
}
