// The cookie of a session (RFC 6265).

const NAME = 'hopline_session';
/** Browsers take a cookie of this name from nobody but the host itself, by https: no other subdomain can set one (RFC 6265bis, 4.1.3.2). */
const HOST_NAME = `__Host-${NAME}`;

/**
 * The value of the session's cookie in a `Cookie` header.
 * @param secure whether browsers reach us by https alone: another cookie than that of https is not ours then
 */
export function sessionCookieIn(header: string, secure: boolean): string | undefined {
  const found = new Map<string, string | undefined>();
  for (const pair of header.split(';')) {
    const [name = '', value] = pair.trim().split('=', 2);
    if (!found.has(name)) found.set(name, value);
  }
  return found.get(HOST_NAME) ?? (secure ? undefined : found.get(NAME));
}

/**
 * A `Set-Cookie` header. No script reads it, and no other site's request brings it along.
 * @param byHttps whether the browser reaches us by https; it sends it nowhere else then
 * @param maxAgeSeconds 0 to end it
 */
export function setSessionCookie(value: string, maxAgeSeconds: number, byHttps: boolean): string {
  const parts = [
    `${byHttps ? HOST_NAME : NAME}=${value}`,
    'Path=/',
    `Max-Age=${maxAgeSeconds}`,
    'HttpOnly',
    'SameSite=Strict',
  ];
  return [...parts, ...(byHttps ? ['Secure'] : [])].join('; ');
}
