// Writes Kafka's wire types (https://kafka.apache.org/protocol#protocol_types) into one buffer whose size the caller
// has computed: nothing is allocated for a value.

/** The bytes that an unsigned varint takes. */
export function sizeOfUnsignedVarint(value: number): number {
  let size = 1;
  for (let rest = value >>> 7; rest !== 0; rest >>>= 7) size += 1;
  return size;
}

/** The bytes that a (zigzag) varint takes. */
export function sizeOfVarint(value: number): number {
  return sizeOfUnsignedVarint(zigzag(value));
}

function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

/** A cursor over a buffer of known size. */
export class WireWriter {
  readonly bytes: Buffer;
  #at = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  get position(): number {
    return this.#at;
  }

  int8(value: number): this {
    this.#at = this.bytes.writeInt8(value, this.#at);
    return this;
  }

  int16(value: number): this {
    this.#at = this.bytes.writeInt16BE(value, this.#at);
    return this;
  }

  int32(value: number): this {
    this.#at = this.bytes.writeInt32BE(value, this.#at);
    return this;
  }

  int64(value: bigint): this {
    this.#at = this.bytes.writeBigInt64BE(value, this.#at);
    return this;
  }

  unsignedVarint(value: number): this {
    let rest = value >>> 0;
    let at = this.#at;
    while (rest > 0x7f) {
      this.bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[at++] = rest;
    this.#at = at;
    return this;
  }

  varint(value: number): this {
    return this.unsignedVarint(zigzag(value));
  }

  raw(value: Buffer): this {
    this.#at += value.copy(this.bytes, this.#at);
    return this;
  }

  utf8(value: string): this {
    this.#at += this.bytes.write(value, this.#at, 'utf8');
    return this;
  }

  /** STRING: a 16-bit length, then UTF-8. */
  string(value: string): this {
    return this.int16(Buffer.byteLength(value)).utf8(value);
  }

  /** COMPACT_STRING: its length + 1 as an unsigned varint, then UTF-8. */
  compactString(value: string): this {
    return this.unsignedVarint(Buffer.byteLength(value) + 1).utf8(value);
  }

  /** Writes over an earlier 32-bit field, such as a length that was not known before. */
  uint32At(value: number, position: number): this {
    this.bytes.writeUInt32BE(value, position);
    return this;
  }
}
