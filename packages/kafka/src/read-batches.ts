// Reads record batches, magic 2 (https://kafka.apache.org/documentation/#recordbatch), as a fetch brings them. Pure.
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { KafkaProtocolError } from './errors.ts';
import type { ReceivedRecord } from './port.ts';
import { WireReader } from './wire-reader.ts';

/** Base offset and batch length: the length counts what follows them. */
const BEFORE_LENGTH_BYTES = 12;
const HEADER_BYTES = 61;
const MAGIC_OFFSET = 16;
const MAGIC = 2;
const COMPRESSION = 0x07;
const LOG_APPEND_TIME = 0x08;
const CONTROL = 0x20;
/** What a batch may come to once it is unpacked: Kafka's own limit of a batch is a MB as a rule. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/**
 * The records of all batches that are whole; control records are left out.
 * @returns them, and the offset behind the last whole batch, undefined when there is none
 * @throws {KafkaProtocolError} when a batch is of an older format, or packed in a way that cannot be unpacked here
 */
export function readBatches(
  at: { readonly topic: string; readonly partition: number },
  bytes: Buffer,
): { records: ReceivedRecord[]; next: bigint | undefined } {
  const records: ReceivedRecord[] = [];
  let next: bigint | undefined;
  for (let start = 0; start + HEADER_BYTES <= bytes.length; ) {
    const end = start + BEFORE_LENGTH_BYTES + bytes.readInt32BE(start + 8);
    if (end > bytes.length) break;
    const magic = bytes.readInt8(start + MAGIC_OFFSET);
    if (magic !== MAGIC) {
      throw new KafkaProtocolError(
        `${at.topic}/${at.partition} has a batch of format ${magic}, not ${MAGIC}`,
      );
    }
    const batch = readBatch(at, bytes.subarray(start, end));
    records.push(...batch.records);
    next = batch.next;
    start = end;
  }
  return { records, next };
}

function readBatch(
  at: { readonly topic: string; readonly partition: number },
  bytes: Buffer,
): { records: ReceivedRecord[]; next: bigint } {
  const reader = new WireReader(bytes);
  const baseOffset = reader.int64();
  reader.int32(); // length
  reader.int32(); // leader epoch
  reader.int8(); // magic
  reader.int32(); // checksum: TCP has one too, and nothing is decided by what is read here
  const attributes = reader.int16();
  const next = baseOffset + BigInt(reader.int32()) + 1n;
  const baseTimestamp = Number(reader.int64());
  const maxTimestamp = Number(reader.int64());
  reader.int64(); // producer id
  reader.int16(); // producer epoch
  reader.int32(); // sequence
  const count = reader.int32();
  if (attributes & CONTROL) return { records: [], next };
  const packed = bytes.subarray(HEADER_BYTES);
  const unpacked = new WireReader(unpack(attributes & COMPRESSION, packed));
  const records = Array.from({ length: count }, () => {
    unpacked.varint(); // length
    unpacked.int8(); // attributes: none are defined
    const timestampDelta = unpacked.varlong();
    const offset = baseOffset + BigInt(unpacked.varint());
    const timestamp = attributes & LOG_APPEND_TIME ? maxTimestamp : baseTimestamp + timestampDelta;
    const key = unpacked.bytesOf(unpacked.varint());
    const value = unpacked.bytesOf(unpacked.varint());
    return { ...at, offset, timestamp, key, value, headers: readHeaders(unpacked) };
  });
  return { records, next };
}

/** Of a header that stands several times, the last one counts; one without a value is there, and empty. */
function readHeaders(reader: WireReader): Record<string, Buffer> {
  const headers: Record<string, Buffer> = {};
  for (let left = reader.varint(); left > 0; left -= 1) {
    const name = reader.bytesOf(reader.varint())?.toString('utf8') ?? '';
    headers[name] = reader.bytesOf(reader.varint()) ?? Buffer.alloc(0);
  }
  return headers;
}

function unpack(compression: number, packed: Buffer): Buffer {
  if (compression === 0) return packed;
  const limit = { maxOutputLength: MAX_UNPACKED_BYTES };
  if (compression === 1) return gunzipSync(packed, limit);
  if (compression === 4) return zstdDecompressSync(packed, limit);
  const name = compression === 2 ? 'snappy' : compression === 3 ? 'lz4' : `format ${compression}`;
  throw new KafkaProtocolError(`a batch is packed with ${name}; only gzip and zstd can be read here`);
}
