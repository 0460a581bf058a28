// Kafka's default partitioner for keyed records, as the Java client has it (Utils.murmur2, BuiltInPartitioner), so that
// every client and tool agrees on the partition of a key.

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** Murmur2 of the bytes with Kafka's seed, as a signed 32-bit integer. */
export function murmur2(data: Uint8Array): number {
  const length = data.length;
  let h = SEED ^ length;
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let k = at(data, i) | (at(data, i + 1) << 8) | (at(data, i + 2) << 16) | (at(data, i + 3) << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    h = Math.imul(h, M) ^ Math.imul(k, M);
  }
  const rest = length & 3;
  if (rest === 3) h ^= at(data, whole + 2) << 16;
  if (rest >= 2) h ^= at(data, whole + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ at(data, whole), M);
  h ^= h >>> 13;
  h = Math.imul(h, M);
  return h ^ (h >>> 15);
}

function at(data: Uint8Array, index: number): number {
  return data[index] ?? 0;
}

/** The hash of a key, text as UTF-8, with the sign bit cleared: what is taken modulo the number of partitions. */
export function keyHash(key: string | Uint8Array): number {
  return murmur2(typeof key === 'string' ? Buffer.from(key, 'utf8') : key) & 0x7fffffff;
}

/** The partition of a key among `partitions` partitions. */
export function partitionFor(key: string | Uint8Array, partitions: number): number {
  return keyHash(key) % partitions;
}
