// Secrets at rest, and in the hands of browsers: AES-256-GCM, as the api writes and it and deliver read them. Each is bound to its
// place by the associated data, so that one which is copied to another endpoint's row does not open there.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { SecretUnreadableError } from './errors.ts';

export interface SecretKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** What a sealed text is of: a place of one kind never opens as another. */
export type SecretPlace = 'secret' | 'headers' | 'session' | 'portal';

const PREFIX = 'sealed:v1:';
const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = /^sealed:v1:([A-Za-z0-9_-]{1,32}):([A-Za-z0-9_-]+)$/;

/**
 * Reads `id:base64,…`: the first key seals, all of them open.
 * @throws {RangeError} that says what is wrong, without the keys
 */
export function parseSecretKeys(text: string): readonly SecretKey[] {
  const keys = text.split(',').map((part, i) => {
    const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})$/.exec(part.trim()) ?? [];
    if (id === undefined || encoded === undefined) {
      throw new RangeError(`key ${i + 1} is not of the form id:base64`);
    }
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== encoded) {
      throw new RangeError(`the key ${id} is not the base64 of ${KEY_BYTES} bytes`);
    }
    return { id, key: createSecretKey(bytes) };
  });
  const ids = new Set(keys.map(({ id }) => id));
  if (ids.size < keys.length) throw new RangeError('a key id stands twice');
  return keys;
}

/** Whether a stored text is sealed; one that is not was stored before secrets were sealed. */
export function isSealed(stored: string): boolean {
  return stored.startsWith(PREFIX);
}

/** The id of the key that a text was sealed with; undefined when it is not sealed. */
export function keyIdOf(stored: string): string | undefined {
  return FORM.exec(stored)?.[1];
}

/**
 * 64 bits that tell whether two keys of the same id are the same one. They are of an HMAC under the key itself and say
 * nothing else of it.
 */
export function keyCheck({ key }: SecretKey): string {
  return createHmac('sha256', key).update('hopline secret key check v1').digest('hex').slice(0, 16);
}

export class SecretBox {
  readonly keys: readonly SecretKey[];
  readonly #byId: ReadonlyMap<string, KeyObject>;

  /** @param keys the first one seals; at least one */
  constructor(keys: readonly SecretKey[]) {
    if (keys.length === 0) throw new RangeError('a secret box needs a key');
    this.keys = keys;
    this.#byId = new Map(keys.map(({ id, key }) => [id, key]));
  }

  /** The key that seals. */
  get current(): SecretKey {
    return this.keys[0] as SecretKey;
  }

  /**
   * @param owner whose it is: the endpoint's id; of a session or a portal link nothing
   * @returns `sealed:v1:<key id>:<base64url of nonce, ciphertext and tag>`
   */
  seal(plain: string, place: SecretPlace, owner: string): string {
    const { id, key } = this.current;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(associatedData(id, place, owner));
    const sealed = [nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return `${PREFIX}${id}:${Buffer.concat(sealed).toString('base64url')}`;
  }

  /**
   * Opens what `seal` gave. A text that is not sealed comes back as it is.
   * @throws {SecretUnreadableError} when its key is not among ours, or it was not sealed so, here and with that key
   */
  open(stored: string, place: SecretPlace, owner: string): string {
    if (!isSealed(stored)) return stored;
    const [, id = '', encoded = ''] = FORM.exec(stored) ?? [];
    const key = this.#byId.get(id);
    if (!key) throw new SecretUnreadableError(`the key ${id || '?'} is not in SECRET_KEYS`);
    const sealed = Buffer.from(encoded, 'base64url');
    if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SecretUnreadableError('it is cut off');
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(associatedData(id, place, owner));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8');
      return text + decipher.final('utf8');
    } catch (error) {
      throw new SecretUnreadableError(
        `the key ${id} is not the one that sealed it, or it is of another place or owner`,
        error,
      );
    }
  }
}

function associatedData(keyId: string, place: SecretPlace, owner: string): Buffer {
  // No part can hold a line break.
  return Buffer.from(`hopline sealed v1\n${keyId}\n${place}\n${owner}`);
}
