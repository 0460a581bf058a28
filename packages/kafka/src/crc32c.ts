// CRC-32C (Castagnoli, RFC 3720), which Kafka's record batches carry; Node has only the other CRC-32. Eight bytes a
// step by eight tables ("slicing by 8"), since it runs over every byte that is produced.

const POLYNOMIAL = 0x82f63b78;
const SLICES = 8;
const TABLE = buildTables();

function buildTables(): Int32Array {
  const table = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    table[byte] = crc;
  }
  for (let index = 256; index < table.length; index++) {
    const previous = entry(table, index - 256);
    table[index] = (previous >>> 8) ^ entry(table, previous & 0xff);
  }
  return table;
}

function entry(table: Int32Array, index: number): number {
  return table[index] as number;
}

/** The CRC-32C of `bytes`, as an unsigned 32-bit integer. */
export function crc32c(bytes: Uint8Array): number {
  const t = TABLE;
  let crc = ~0;
  let i = 0;
  for (const last = bytes.length - 7; i < last; i += 8) {
    crc ^= at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16) | (at(bytes, i + 3) << 24);
    crc =
      entry(t, 7 * 256 + (crc & 0xff)) ^
      entry(t, 6 * 256 + ((crc >>> 8) & 0xff)) ^
      entry(t, 5 * 256 + ((crc >>> 16) & 0xff)) ^
      entry(t, 4 * 256 + (crc >>> 24)) ^
      entry(t, 3 * 256 + at(bytes, i + 4)) ^
      entry(t, 2 * 256 + at(bytes, i + 5)) ^
      entry(t, 256 + at(bytes, i + 6)) ^
      entry(t, at(bytes, i + 7));
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ entry(t, (crc ^ at(bytes, i)) & 0xff);
  return ~crc >>> 0;
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
