// CRC-64-AVRO, the Rabin fingerprint of a schema's parsing canonical form (Avro specification, "Schema Fingerprints").

const EMPTY = 0xc15d213aa4d7a795n;

const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let fingerprint = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) {
    fingerprint = (fingerprint >> 1n) ^ (EMPTY & -(fingerprint & 1n));
  }
  return fingerprint;
});

/**
 * The 8 bytes of a schema's fingerprint in little-endian order, as single-object encoding puts them in a record.
 * @param canonicalForm the schema in parsing canonical form
 */
export function avroFingerprint(canonicalForm: string): Buffer {
  let fingerprint = EMPTY;
  for (const byte of Buffer.from(canonicalForm, 'utf8')) {
    fingerprint = (fingerprint >> 8n) ^ (TABLE[Number((fingerprint ^ BigInt(byte)) & 0xffn)] ?? 0n);
  }
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(fingerprint);
  return bytes;
}
