// RFC 9562 UUIDs: version 5 (a name in a namespace) and version 7 (time-ordered).
import { hash, randomFillSync } from 'node:crypto';

const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a UUID in its lower-case text form, of any version. */
export function isUuid(text: string): boolean {
  return PATTERN.test(text);
}

/**
 * The version 5 UUID of `name` in `namespace`: the same two always give the same id.
 * @param namespace a UUID in text form
 * @throws {RangeError} when the namespace is not a UUID
 */
export function uuidV5(namespace: string, name: string): string {
  if (!isUuid(namespace)) throw new RangeError(`"${namespace}" is not a UUID`);
  // Hashed in one call, and to text: a Hash object, or a buffer from it, costs several times as much as the hash.
  const named = Buffer.allocUnsafe(16 + Buffer.byteLength(name));
  named.write(namespace.replaceAll('-', ''), 'hex');
  named.write(name, 16, 'utf8');
  const hex = hash('sha1', named, 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

// Random bytes are drawn in bulk: one call to the random source for each id costs more than the id itself.
const RANDOM_BYTES = 10;
const pool = Buffer.alloc(RANDOM_BYTES * 256);
let drawn = pool.length;
// Under load many ids are of the same millisecond.
let printedMs = Number.NaN;
let printed = '';

/** A new version 7 UUID: 48 bits of milliseconds since the epoch, then 74 random bits. */
export function uuidV7(nowMs: number = Date.now()): string {
  if (nowMs !== printedMs) {
    const hex = nowMs.toString(16).padStart(12, '0');
    printed = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
    printedMs = nowMs;
  }
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const hex = pool.toString('hex', drawn, drawn + RANDOM_BYTES);
  const variant = VARIANTS[(pool[drawn] ?? 0) & 0x3];
  drawn += RANDOM_BYTES;
  // The first byte gives the variant, so its digits are left out.
  return `${printed}${hex.slice(2, 5)}-${variant}${hex.slice(5, 8)}-${hex.slice(8)}`;
}

/** The digit that holds the variant, by its two random bits. */
const VARIANTS = ['8', '9', 'a', 'b'];
