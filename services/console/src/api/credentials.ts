/** What requests are sent with, beside the cookie of the session, which no script can read. */
export interface Credentials {
  /** Of the customer portal. Requests with it carry no cookie that counts. */
  readonly portalToken: string | undefined;
  /** Of the session; known once somebody has signed in. */
  csrfToken: string | undefined;
}

/** RFC 9110, section 9.2.1: they change nothing. */
const SAFE = new Set(['GET', 'HEAD']);

/** The headers that a request has to have. */
export function headersFor(method: string, { portalToken, csrfToken }: Credentials): Record<string, string> {
  if (portalToken !== undefined) return { authorization: `Bearer ${portalToken}` };
  if (SAFE.has(method) || csrfToken === undefined) return {};
  return { 'x-csrf-token': csrfToken };
}
