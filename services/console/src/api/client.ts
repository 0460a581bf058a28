import createClient from 'openapi-fetch';
import { type Credentials, headersFor, targetFor } from './credentials.ts';
import { problemOf, refusalOf, UnreachableError } from './problem.ts';
import type { paths } from './schema.d.ts';

export type Api = ReturnType<typeof createApi>;

/**
 * The HTTP API, of the host that the page came from.
 * Its calls throw ProblemError for whatever is not 2xx, and UnreachableError when no answer came.
 */
export function createApi(credentials: Credentials) {
  const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });
  client.use({
    onRequest({ request }) {
      for (const [name, value] of Object.entries(headersFor(request.method, credentials)))
        request.headers.set(name, value);
      const { pathname, search } = new URL(request.url);
      const target = targetFor(request.method, pathname + search, credentials);
      return target === pathname + search ? request : new Request(target, request);
    },
    async onResponse({ response }) {
      if (response.ok) return;
      throw refusalOf(response, await response.text(), credentials);
    },
    onError({ error }) {
      // A request that a page gave up, as by leaving it, is no failure of the connection.
      return error instanceof DOMException && error.name === 'AbortError'
        ? error
        : new UnreachableError(error);
    },
  });
  return client;
}

/** What an answer holds; of one without a body there is nothing to be had. */
export async function answerOf<T>(
  call: Promise<{ readonly data?: T; readonly response: Response }>,
): Promise<NonNullable<T>> {
  const { data, response } = await call;
  if (data === undefined || data === null) throw problemOf(response.status, '', null);
  return data;
}
