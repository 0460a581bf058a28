// The cookie of a session (RFC 6265).

const NAME = 'hopline_session';
/** It goes along with calls of the API alone. */
const PATH = '/api';

/** The value of the session's cookie in a `Cookie` header. */
export function sessionCookieIn(header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME) return value;
  }
  return undefined;
}

/**
 * A `Set-Cookie` header. No script reads it, and no other site's request brings it along.
 * @param secure whether browsers reach us by https; they send it nowhere else then
 * @param maxAgeSeconds 0 to end it
 */
export function setSessionCookie(value: string, maxAgeSeconds: number, secure: boolean): string {
  const parts = [
    `${NAME}=${value}`,
    `Path=${PATH}`,
    `Max-Age=${maxAgeSeconds}`,
    'HttpOnly',
    'SameSite=Strict',
  ];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}
