import type { FastifyRequest } from 'fastify';

/**
 * Whether a request may come from a page of ours. Browsers say where it comes from: in `Sec-Fetch-Site` (Fetch Metadata), by https and on
 * the machine itself, else in `Origin` (RFC 6454). Whoever says neither is no browser, and has no cookie to be misused.
 * @param publicUrl the origin that browsers know us by, where a proxy changes `Host`
 */
export function isFromOwnPage(
  { headers, host }: Pick<FastifyRequest, 'headers' | 'host'>,
  publicUrl: string | undefined,
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  return origin === undefined || origin === publicUrl || URL.parse(origin)?.host === host;
}
