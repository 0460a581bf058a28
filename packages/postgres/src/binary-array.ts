// Array parameters in Postgres's binary format (array_recv in src/backend/utils/adt/arrayfuncs.c). pg writes arrays as
// text, in which every element is escaped here and parsed there; a batch has some 10,000 of them.

const UUID = 2950;
const DATE = 1082;
const TEXT = 25;
const BYTEA = 17;
const INT4 = 23;
const FLOAT8 = 701;

/** Dimensions, whether there are nulls, the element's type, and of the one dimension its length and lower bound. */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const DAY_MS = 86_400_000;
/** Postgres counts days from here. */
const FIRST_DAY_MS = Date.UTC(2000, 0, 1);

/** uuid[]. @throws {RangeError} when one is not a UUID in text form */
export function uuidArray(uuids: readonly string[]): Buffer {
  const bytes = begin(UUID, uuids.length, uuids.length * (LENGTH_BYTES + 16));
  let at = HEADER_BYTES;
  for (const uuid of uuids) {
    at = writeLength(bytes, 16, at);
    // No copy of the text without its hyphens: of all that a batch writes these are the most.
    for (let i = 0; i < 36; i += 2) {
      if (i === 8 || i === 13 || i === 18 || i === 23) i += 1;
      const byte = (DIGITS[uuid.charCodeAt(i)] ?? BAD) * 16 + (DIGITS[uuid.charCodeAt(i + 1)] ?? BAD);
      if (byte >= BAD || uuid.length !== 36) throw new RangeError(`"${uuid}" is not a UUID`);
      bytes[at++] = byte;
    }
  }
  return bytes;
}

/** date[]. @param days `YYYY-MM-DD` @throws {RangeError} when one is not of that form */
export function dateArray(days: readonly string[]): Buffer {
  const bytes = begin(DATE, days.length, days.length * (LENGTH_BYTES + 4));
  let at = HEADER_BYTES;
  let known: string | undefined;
  let number = 0;
  for (const day of days) {
    if (day !== known) {
      number = (Date.parse(`${day}T00:00:00Z`) - FIRST_DAY_MS) / DAY_MS;
      if (!Number.isInteger(number)) throw new RangeError(`"${day}" is not a day`);
      known = day;
    }
    at = bytes.writeInt32BE(number, writeLength(bytes, 4, at));
  }
  return bytes;
}

/** text[]. */
export function textArray(texts: readonly (string | null)[]): Buffer {
  const lengths = texts.map((text) => (text === null ? NULL_LENGTH : Buffer.byteLength(text)));
  const bytes = begin(TEXT, texts.length, sizeOf(lengths), lengths.includes(NULL_LENGTH));
  let at = HEADER_BYTES;
  texts.forEach((text, i) => {
    at = writeLength(bytes, lengths[i] as number, at);
    if (text !== null) at += bytes.write(text, at, 'utf8');
  });
  return bytes;
}

/** bytea[]. */
export function byteaArray(values: readonly (Buffer | null)[]): Buffer {
  const lengths = values.map((value) => value?.length ?? NULL_LENGTH);
  const bytes = begin(BYTEA, values.length, sizeOf(lengths), lengths.includes(NULL_LENGTH));
  let at = HEADER_BYTES;
  for (const value of values) {
    at = writeLength(bytes, value?.length ?? NULL_LENGTH, at);
    at += value?.copy(bytes, at) ?? 0;
  }
  return bytes;
}

/** int[]. @throws {RangeError} when one is not a 32-bit integer */
export function intArray(values: readonly (number | null)[]): Buffer {
  return fixedArray(INT4, 4, values, (bytes, value, at) => bytes.writeInt32BE(value, at));
}

/** float8[]. */
export function floatArray(values: readonly (number | null)[]): Buffer {
  return fixedArray(FLOAT8, 8, values, (bytes, value, at) => bytes.writeDoubleBE(value, at));
}

const BAD = 256;
/** The value of each hexadecimal digit, by its character code. */
const DIGITS = Array.from({ length: 128 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase());
  return digit < 0 ? BAD : digit;
});

/** Of elements that all take the same number of bytes. */
function fixedArray(
  elementType: number,
  size: number,
  values: readonly (number | null)[],
  write: (bytes: Buffer, value: number, at: number) => number,
): Buffer {
  const lengths = values.map((value) => (value === null ? NULL_LENGTH : size));
  const bytes = begin(elementType, values.length, sizeOf(lengths), lengths.includes(NULL_LENGTH));
  let at = HEADER_BYTES;
  for (const value of values) {
    at = writeLength(bytes, value === null ? NULL_LENGTH : size, at);
    if (value !== null) at = write(bytes, value, at);
  }
  return bytes;
}

function sizeOf(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(length, 0), 0);
}

function begin(elementType: number, count: number, bytesOfElements: number, hasNulls = false): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + bytesOfElements);
  bytes.writeInt32BE(1, 0);
  bytes.writeInt32BE(hasNulls ? 1 : 0, 4);
  bytes.writeInt32BE(elementType, 8);
  bytes.writeInt32BE(count, 12);
  bytes.writeInt32BE(1, 16);
  return bytes;
}

function writeLength(bytes: Buffer, length: number, at: number): number {
  return bytes.writeInt32BE(length, at);
}
