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
const pool = Buffer.alloc(10 * 256);
let drawn = pool.length;

/** A new version 7 UUID: 48 bits of milliseconds since the epoch, then 74 random bits. */
export function uuidV7(nowMs: number = Date.now()): string {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  pool.copy(bytes, 6, drawn, drawn + 10);
  drawn += 10;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
