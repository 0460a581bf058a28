// Somebody who has signed in with a browser: the cookie goes along by itself, the token only where the page sends it.
import assert from 'node:assert/strict';
import { type Answer, call } from '../integration/api-fixture.ts';

export interface BrowserSession {
  /** The `Set-Cookie` header that it began with. */
  readonly setCookie: string;
  /** What a browser sends: name and value. */
  readonly cookie: string;
  readonly csrfToken: string;
  /** A call with the cookie; what changes something has the token as well unless `headers` says otherwise. */
  ask(
    method: string,
    path: string,
    given?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>;
}

/** Signs in with an API key or the admin token. */
export async function signIn(
  url: string,
  token: string,
  headers: Record<string, string> = {},
): Promise<BrowserSession> {
  const answer = await call(`${url}/api/sessions`, 'POST', { headers, body: { token } });
  assert.equal(answer.status, 201, answer.text);
  const setCookie = answer.headers.get('set-cookie') ?? '';
  const cookie = setCookie.split(';')[0] ?? '';
  const csrfToken = String(answer.json.csrf_token);
  return {
    ...{ setCookie, cookie, csrfToken },
    ask: (method, path, given = {}) =>
      call(`${url}${path}`, method, {
        ...(given.body === undefined ? {} : { body: given.body }),
        headers: {
          cookie,
          ...(method === 'GET' ? {} : { 'x-csrf-token': csrfToken }),
          ...given.headers,
        },
      }),
  };
}
