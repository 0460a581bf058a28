// A browser's session: the key or the admin token that somebody signed in with, sealed, in a cookie that no script can read.
// Each request is judged by the key itself, so that scopes, its end and its revocation count as everywhere.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { isSealed, type SecretBox } from '@hopline/wire/secret-box';

/** What somebody signed in with. */
export interface Credential {
  readonly kind: 'key' | 'admin';
  readonly secret: string;
}

export interface Session extends Credential {
  /** What a page of ours sends along with whatever changes something. */
  readonly csrfToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A working day: who leaves the browser open is asked again the next morning. */
export const SESSION_MS = 12 * 60 * 60_000;
const CSRF_BYTES = 32;

/** @param now milliseconds since the epoch */
export function beginSession({ kind, secret }: Credential, now: number): Session {
  return {
    ...{ kind, secret },
    csrfToken: randomBytes(CSRF_BYTES).toString('base64url'),
    expiresAt: now + SESSION_MS,
  };
}

export function sealSession(box: SecretBox, session: Session): string {
  return box.seal(JSON.stringify(session), 'session', '');
}

/** The session that a cookie holds, if it is one of ours and has not ended. */
export function unsealSession(box: SecretBox, text: string, now: number): Session | undefined {
  // The box gives back as it is what is not sealed.
  if (!isSealed(text)) return undefined;
  try {
    const session = JSON.parse(box.open(text, 'session', '')) as Session;
    return session.expiresAt > now ? session : undefined;
  } catch {
    // Cut off, of another installation, or of a key that is in SECRET_KEYS no longer.
    return undefined;
  }
}

/** Whether this is the token of the session, in constant time. */
export function isCsrfToken({ csrfToken }: Session, given: string | undefined): boolean {
  if (given === undefined || given.length !== csrfToken.length) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(csrfToken)];
  return a.length === b.length && timingSafeEqual(a, b);
}
