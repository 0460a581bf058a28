const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * How long a receiver asks us to wait (RFC 9110 section 10.2.3: seconds, or an HTTP date), at most 24 h.
 * @returns milliseconds, or undefined without a usable header
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  if (Number.isNaN(waitMs) || waitMs <= 0) return undefined;
  return Math.min(waitMs, MAX_WAIT_MS);
}
