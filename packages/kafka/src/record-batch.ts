// A record batch, magic 2 (KIP-98; https://kafka.apache.org/documentation/#recordbatch), uncompressed. kafkajs's own
// encoder allocates several buffers for each record, which costs about 20 µs; this writes into one.
import { crc32c } from './crc32c.ts';
import type { OutgoingRecord } from './port.ts';
import { sizeOfVarint, type WireWriter } from './wire-writer.ts';

/** The bytes before the first record. */
const HEADER_BYTES = 61;
/** Base offset and batch length: the length counts what follows them. */
const BEFORE_LENGTH_BYTES = 12;
const CRC_OFFSET = 17;
const ATTRIBUTES_OFFSET = 21;
const MAGIC = 2;
/** No producer id, no epoch, no sequence: the batch is not idempotent. */
const NO_ID = -1;

type RecordContent = Pick<OutgoingRecord, 'key' | 'value' | 'headers'>;

/** The bytes of a record's body, the part that its length counts. */
function sizeOfBody(record: RecordContent, offsetDelta: number): number {
  let size = 2 + sizeOfVarint(offsetDelta); // attributes and a time delta of 0
  size += sizeOfBytes(record.key) + sizeOfBytes(record.value);
  let headers = 0;
  for (const name in record.headers) {
    headers += 1;
    size += sizeOfBytes(name) + sizeOfBytes(record.headers[name] as string | Buffer);
  }
  return size + sizeOfVarint(headers);
}

function sizeOfBytes(value: string | Buffer | null): number {
  if (value === null) return 1;
  const length = byteLength(value);
  return sizeOfVarint(length) + length;
}

function byteLength(value: string | Buffer): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : value.length;
}

/** About the bytes that a record takes in a batch, for limits; never less than it does take. */
export function sizeOfRecord(record: RecordContent): number {
  return sizeOfBody(record, 0x7fff) + 5;
}

/** A batch that is ready to be written: its records and its exact size. */
export interface SizedBatch {
  readonly records: readonly RecordContent[];
  readonly bodies: readonly number[];
  readonly bytes: number;
}

export function sizeBatch(records: readonly RecordContent[]): SizedBatch {
  let bytes = HEADER_BYTES;
  const bodies = records.map((record, offsetDelta) => {
    const body = sizeOfBody(record, offsetDelta);
    bytes += sizeOfVarint(body) + body;
    return body;
  });
  return { records, bodies, bytes };
}

/** Writes the batch; all its records get `timestamp`, in milliseconds since the epoch. */
export function writeBatch(out: WireWriter, batch: SizedBatch, timestamp: number): void {
  const start = out.position;
  const time = BigInt(timestamp);
  out
    .int64(0n) // base offset: the broker sets it
    .int32(batch.bytes - BEFORE_LENGTH_BYTES)
    .int32(-1) // partition leader epoch: the broker sets it
    .int8(MAGIC)
    .int32(0) // the checksum, below
    .int16(0) // attributes: not compressed, create time, no transaction
    .int32(batch.records.length - 1)
    .int64(time)
    .int64(time)
    .int64(BigInt(NO_ID))
    .int16(NO_ID)
    .int32(NO_ID)
    .int32(batch.records.length);
  batch.records.forEach((record, offsetDelta) => {
    writeRecord(out, record, offsetDelta, batch.bodies[offsetDelta] as number);
  });
  const checked = out.bytes.subarray(start + ATTRIBUTES_OFFSET, out.position);
  out.uint32At(crc32c(checked), start + CRC_OFFSET);
}

function writeRecord(out: WireWriter, record: RecordContent, offsetDelta: number, body: number): void {
  out.varint(body).int8(0).varint(0).varint(offsetDelta);
  writeBytes(out, record.key);
  writeBytes(out, record.value);
  let headers = 0;
  for (const _name in record.headers) headers += 1;
  out.varint(headers);
  for (const name in record.headers) {
    writeBytes(out, name);
    writeBytes(out, record.headers[name] as string | Buffer);
  }
}

function writeBytes(out: WireWriter, value: string | Buffer | null): void {
  if (value === null) {
    out.varint(-1);
  } else if (typeof value === 'string') {
    out.varint(Buffer.byteLength(value)).utf8(value);
  } else {
    out.varint(value.length).raw(value);
  }
}
