/** A new dedup_id: 128 random bits in hexadecimal. Not randomUUID: browsers have that on https pages alone. */
export function makeDedupId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
