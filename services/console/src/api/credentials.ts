import type { ProblemError } from './problem.ts';

/** What requests are sent with, beside the cookie of the session, which no script can read. */
export interface Credentials {
  /** Of the customer portal. Requests with it carry no cookie that counts. */
  readonly portalToken: string | undefined;
  /** Of the session; known once somebody has signed in. */
  csrfToken: string | undefined;
  /** Which organization the administrator looks at; undefined for everybody else. */
  organizationId: string | undefined;
  /** Told of each answer that is not 2xx, of lists and streams too: it may say that the session is over, or somebody else's. */
  onRefused?: (error: ProblemError) => void;
}

/** RFC 9110, section 9.2.1: they change nothing. */
const SAFE = new Set(['GET', 'HEAD']);

/** The headers that a request has to have. */
export function headersFor(method: string, { portalToken, csrfToken }: Credentials): Record<string, string> {
  if (portalToken !== undefined) return { authorization: `Bearer ${portalToken}` };
  if (SAFE.has(method) || csrfToken === undefined) return {};
  return { 'x-csrf-token': csrfToken };
}

/** What belongs to an organization, and may be read for it by the administrator. */
const OF_ORGANIZATION = /^\/api\/(inbox|events|deliveries|endpoints|replays|reconcile|stats)(\/|$)/;

/** The path and query that a request goes to: the administrator's reads name the organization. */
export function targetFor(method: string, target: string, { organizationId }: Credentials): string {
  const url = new URL(target, 'http://any');
  if (organizationId === undefined || !SAFE.has(method) || !OF_ORGANIZATION.test(url.pathname)) return target;
  url.searchParams.set('organization_id', organizationId);
  return `${url.pathname}${url.search}`;
}
