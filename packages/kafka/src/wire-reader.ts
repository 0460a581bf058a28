import { KafkaProtocolError } from './errors.ts';

/**
 * Reads Kafka's wire types, in order, from an answer. What does not fit the bytes that are there is an error, never a
 * value: a count is believed only as far as bytes could follow it.
 * @throws {KafkaProtocolError} from every method
 */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#advance(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4));
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#advance(8));
  }

  unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#advance(1));
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new KafkaProtocolError('a varint is longer than 5 bytes');
  }

  /** VARINT: zigzag, at most 32 bits. */
  varint(): number {
    const value = this.unsignedVarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** VARLONG: zigzag; exact up to 2^53, which no difference of times comes near. */
  varlong(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#advance(1));
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new KafkaProtocolError('a varlong is longer than 10 bytes');
  }

  /** BYTES: a 32-bit length, then the bytes; null where the length is -1. They are a view of the answer. */
  nullableBytes(): Buffer | null {
    const length = this.int32();
    return length < 0 ? null : this.#slice(length);
  }

  /** So many bytes, or null where `length` is below 0: for lengths that are varints. */
  bytesOf(length: number): Buffer | null {
    return length < 0 ? null : this.#slice(length);
  }

  /** UUID: 16 bytes, in text form. */
  uuid(): string {
    const hex = this.#slice(16).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  string(): string {
    return this.#slice(this.int16()).toString('utf8');
  }

  nullableString(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.#slice(length).toString('utf8');
  }

  compactNullableString(): string | null {
    const length = this.unsignedVarint() - 1;
    return length < 0 ? null : this.#slice(length).toString('utf8');
  }

  compactString(): string {
    const text = this.compactNullableString();
    if (text === null) throw new KafkaProtocolError('a string that must be there is null');
    return text;
  }

  /** ARRAY; null reads as empty. */
  array<T>(element: (reader: this) => T): T[] {
    return this.#elements(this.int32(), element);
  }

  /** COMPACT_ARRAY; null reads as empty. */
  compactArray<T>(element: (reader: this) => T): T[] {
    return this.#elements(this.unsignedVarint() - 1, element);
  }

  /** Tagged fields (KIP-482) hold what later versions add; we know of none that we need. */
  skipTaggedFields(): void {
    for (let left = this.unsignedVarint(); left > 0; left--) {
      this.unsignedVarint();
      this.#advance(this.unsignedVarint());
    }
  }

  #elements<T>(count: number, element: (reader: this) => T): T[] {
    // Every element has at least one byte.
    if (count > this.#bytes.length - this.#at)
      throw new KafkaProtocolError(`an array of ${count} is cut off`);
    return Array.from({ length: Math.max(count, 0) }, () => element(this));
  }

  #slice(length: number): Buffer {
    const from = this.#advance(length);
    return this.#bytes.subarray(from, from + length);
  }

  #advance(length: number): number {
    const from = this.#at;
    if (length < 0 || from + length > this.#bytes.length) {
      throw new KafkaProtocolError(`an answer ends at byte ${this.#bytes.length}, inside a field`);
    }
    this.#at = from + length;
    return from;
  }
}
