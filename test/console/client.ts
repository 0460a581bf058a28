// What the walks ask of the API beside the pages: to bring something about, and to look whether a page tells the truth.

export interface Client {
  /** @returns the answer, whatever it is */
  ask(method: string, path: string, body?: unknown): Promise<Response>;
  /** @throws {Error} when the answer is not 2xx */
  json(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** The first page of a list. */
  list(path: string, member: string): Promise<readonly Record<string, unknown>[]>;
  makeEndpoint(endpoint: object): Promise<{ readonly id: string }>;
  /** Sends an event and gives its id. */
  post(type: string, payload: unknown): Promise<string>;
  makeKey(name: string, scopes: readonly string[]): Promise<string>;
}

/** @param token an API key, or the token of a portal */
export function clientOf(url: string, token: string): Client {
  const ask: Client['ask'] = (method, path, body) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
  const json: Client['json'] = async (method, path, body) => {
    const response = await ask(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
  return {
    ask,
    json,
    list: async (path, member) => (await json('GET', path))[member] as Record<string, unknown>[],
    async makeEndpoint(endpoint) {
      return { id: String((await json('POST', '/api/endpoints', endpoint)).id) };
    },
    post: async (type, payload) => String((await json('POST', '/api/events', { type, payload })).id),
    makeKey: async (name, scopes) => String((await json('POST', '/api/keys', { name, scopes })).api_key),
  };
}
