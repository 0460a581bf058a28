// Secrets of API keys at rest: argon2id (RFC 9106) as a PHC string, and a 32-bit check that is compared first, so that a
// flood of wrong secrets never reaches argon2id. 32 of 256 random bits tell a thief nothing of use.
import { argon2, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { AuthUnavailableError } from '../errors.ts';
import { takeTurns } from './take-turns.ts';

const argon2Async = promisify(argon2);

// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
const PARAMETERS = { memory: 19 * 1024, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;

// Each hash takes 19 MiB, a core, and a thread of libuv's pool of four, which file reads and name look-ups share. One core
// is left to the event loop: keys that are new must not slow down those that are known.
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism() - 1));
// At some 25 ms each the last of them waits for two or three seconds; on a slow machine it gives up before.
const MAX_WAITING = 128;
// Keys are made one after another, so that one place of those is taken by all who make them. These wait outside: the
// administrator's, who may want many, and of organizations fewer than there are connections to Postgres.
const MAX_MAKING = 128;

/** One for a process: what it hashes at once is bounded, and so is what waits. */
export interface SecretHasher {
  /**
   * The PHC string that goes to the database. One at a time: whoever makes keys holds up nobody whose key is verified.
   * @throws {AuthUnavailableError} when too many wait already
   */
  hash(secret: string): Promise<string>;
  /**
   * Whether the secret is the one that was hashed.
   * @throws {AuthUnavailableError} when too many wait already
   * @throws {TypeError} when the stored text is no PHC string of argon2id
   */
  verify(secret: string, phc: string): Promise<boolean>;
  /** How many secrets wait to be hashed. */
  waiting(): number;
}

export function createSecretHasher(
  atOnce = AT_ONCE,
  maxWaiting = MAX_WAITING,
  maxMaking = MAX_MAKING,
): SecretHasher {
  const turns = takeTurns(atOnce, maxWaiting);
  const making = takeTurns(1, maxMaking);

  async function compute(
    secret: string,
    nonce: Buffer,
    parameters: typeof PARAMETERS,
    tagLength: number,
  ): Promise<Buffer> {
    const tag = turns.run(() =>
      argon2Async('argon2id', { message: secret, nonce, tagLength, ...parameters }),
    );
    if (!tag) throw new AuthUnavailableError(new Error(`${maxWaiting} secrets wait to be hashed`));
    return tag;
  }

  return {
    async hash(secret) {
      const salt = randomBytes(16);
      const tag = await making.run(() => compute(secret, salt, PARAMETERS, TAG_BYTES));
      if (!tag) throw new AuthUnavailableError(new Error(`${maxMaking} keys wait to be made`));
      const { memory, passes, parallelism } = PARAMETERS;
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(salt)}$${encode(tag)}`;
    },
    async verify(secret, phc) {
      const [, m, t, p, salt, tag] =
        /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc) ?? [];
      if (!salt || !tag) throw new TypeError('the stored hash of a key is not a PHC string of argon2id');
      const stored = Buffer.from(tag, 'base64');
      const parameters = { memory: Number(m), passes: Number(t), parallelism: Number(p) };
      const computed = await compute(secret, Buffer.from(salt, 'base64'), parameters, stored.length);
      return timingSafeEqual(computed, stored);
    },
    waiting: () => turns.waiting() + making.waiting(),
  };
}

/** The first 32 bits of the secret's SHA-256, as a signed integer. */
export function secretCheck(secret: string): number {
  return hash('sha256', secret, 'buffer').readInt32BE(0);
}

/** Base64 without padding, as PHC strings have it. */
function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
