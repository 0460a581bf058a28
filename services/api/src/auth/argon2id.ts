// Keys that releases before this one stored as argon2id (RFC 9106), as PHC strings. None is made any more, and those that
// are verified get a SHA-256 instead (replace-hashes.ts).
import { argon2, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { AuthUnavailableError } from '../errors.ts';
import { takeTurns } from './take-turns.ts';

const argon2Async = promisify(argon2);

// Each takes 19 MiB, a core, and a thread of libuv's pool of four, which file reads and name look-ups share. One core is
// left to the event loop: keys that are new must not slow down those that are known.
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism() - 1));
// At some 25 ms each the last of them waits for two or three seconds; on a slow machine it gives up before.
const MAX_WAITING = 128;
const FORM = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** One for a process: what it computes at once is bounded, and so is what waits. */
export interface Argon2id {
  /**
   * Whether the secret is the one that was hashed.
   * @param phc as it is stored; it says how dear it is
   * @throws {AuthUnavailableError} when too many wait already
   * @throws {TypeError} when the stored text is no PHC string of argon2id
   */
  verify(secret: string, phc: string): Promise<boolean>;
  /** How many secrets wait. */
  waiting(): number;
}

export function createArgon2id(atOnce = AT_ONCE, maxWaiting = MAX_WAITING): Argon2id {
  const turns = takeTurns(atOnce, maxWaiting);
  return {
    async verify(secret, phc) {
      const [, m, t, p, salt, tag] = FORM.exec(phc) ?? [];
      if (!salt || !tag) throw new TypeError('the stored hash of a key has no form that is known');
      const stored = Buffer.from(tag, 'base64');
      const parameters = {
        message: secret,
        nonce: Buffer.from(salt, 'base64'),
        memory: Number(m),
        passes: Number(t),
        parallelism: Number(p),
        tagLength: stored.length,
      };
      const computed = turns.run(() => argon2Async('argon2id', parameters));
      if (!computed) throw new AuthUnavailableError(new Error(`${maxWaiting} secrets wait to be hashed`));
      return timingSafeEqual(await computed, stored);
    },
    waiting: () => turns.waiting(),
  };
}
