/** As much of fetch as is used: a part of what every runtime has. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What is the same for all requests. */
export interface Connection {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch: Fetch;
  /** Of one attempt, until its answer is read; of a stream, until it begins. */
  readonly timeoutMs: number;
}

export interface Request {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string | undefined;
  /** Beside the key and the types of media. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Sends a request: the only place that calls fetch.
 * @param accept the media type that is asked for
 */
export function fetchOnce(
  connection: Connection,
  { method, path, body, headers }: Request,
  accept: string,
  signal: AbortSignal,
): Promise<Response> {
  // Called as a function: as a method of this object browsers refuse their own.
  const { fetch } = connection;
  return fetch(`${connection.baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${connection.apiKey}`,
      accept,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    // A key is for the host that it was given for; and a POST that is followed becomes a GET.
    redirect: 'manual',
    signal,
  });
}
