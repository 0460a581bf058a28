// API keys: hop_<key id>_<secret>. The key id finds the row; the secret is never stored.
import { randomBytes } from 'node:crypto';

export interface ApiKey {
  /** 16 letters and digits. */
  readonly id: string;
  /** 256 random bits in base64url. */
  readonly secret: string;
}

// An id has no underscore, so the one after it is the border, although a secret may have some.
const FORM = /^hop_([0-9A-Za-z]{16})_([0-9A-Za-z_-]{43})$/;
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'hop_';
const ID_LENGTH = 16;
const SECRET_LENGTH = 43;

/** The length of a key's text. */
export const KEY_LENGTH = PREFIX.length + ID_LENGTH + 1 + SECRET_LENGTH;

/** A new key. */
export function generateApiKey(): ApiKey {
  return { id: randomId(), secret: randomBytes(32).toString('base64url') };
}

/** The text that the client sends. */
export function formatApiKey({ id, secret }: ApiKey): string {
  return `${PREFIX}${id}_${secret}`;
}

/** The parts of a key's text, or undefined when it is not a key. */
export function parseApiKey(text: string): ApiKey | undefined {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** What stands where a key has its id: the id itself, if the text is a key. Cheaper than parsing it. */
export function keyIdIn(text: string): string {
  return text.slice(PREFIX.length, PREFIX.length + ID_LENGTH);
}

function randomId(): string {
  let id = '';
  while (id.length < ID_LENGTH) {
    for (const byte of randomBytes(2 * ID_LENGTH)) {
      // 248 is the largest multiple of 62 in a byte: above it the first letters would come more often.
      if (byte < 248 && id.length < ID_LENGTH) id += LETTERS[byte % LETTERS.length];
    }
  }
  return id;
}
