// What the walks ask of the API beside the pages: to bring something about, and to look whether a page tells the truth.

export interface Client {
  /** @returns the answer, whatever it is */
  ask(method: string, path: string, body?: unknown): Promise<Response>;
  /** @throws {Error} when the answer is not 2xx */
  json(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** The first rows of a list, as many as a page has. */
  list(path: string, member: string): Promise<readonly Record<string, unknown>[]>;
  makeEndpoint(endpoint: object): Promise<{ readonly id: string }>;
  /** Sends an event and gives its id. */
  post(type: string, payload: unknown): Promise<string>;
  makeKey(name: string, scopes: readonly string[]): Promise<string>;
}

/** How long a page is when nothing is said. */
const LIMIT = 50;

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
    async list(path, member) {
      const found: Record<string, unknown>[] = [];
      const most = Number(new URLSearchParams(path.split('?')[1]).get('limit') ?? LIMIT);
      // On a busy machine a search stops before its page is full, and says where it goes on.
      for (let next: unknown; found.length < most && next !== null; ) {
        const cursor = next === undefined ? '' : `${path.includes('?') ? '&' : '?'}cursor=${next}`;
        const page = await json('GET', `${path}${cursor}`);
        found.push(...(page[member] as Record<string, unknown>[]));
        next = page.next_cursor ?? null;
      }
      return found.slice(0, most);
    },
    async makeEndpoint(endpoint) {
      return { id: String((await json('POST', '/api/endpoints', endpoint)).id) };
    },
    post: async (type, payload) => String((await json('POST', '/api/events', { type, payload })).id),
    makeKey: async (name, scopes) => String((await json('POST', '/api/keys', { name, scopes })).api_key),
  };
}
