// Record values: Avro single-object encoding, C3 01 + the writer schema's fingerprint + the datum (Avro specification,
// "Single-object encoding"). Confluent framing, 00 + a registry's id + the datum, is read as well.
import avro from 'avsc';
import { type SchemaReference, UndecodableRecordError, UnknownSchemaError } from './errors.ts';
import { avroFingerprint } from './fingerprint.ts';
import type { SchemaFile } from './schema-files.ts';

// No value of ours is larger: a request body has at most 256 KB. Checked before anything is decoded.
const MAX_VALUE_BYTES = 300 * 1024;
const HEADER_BYTES = 10;
const CONFLUENT_HEADER_BYTES = 5;

/** The fingerprint of a schema, 16 hex digits in the order of the wire. */
export function schemaFingerprint(schemaText: string): string {
  return avroFingerprint(canonicalForm(parseSchema(schemaText))).toString('hex');
}

function parseSchema(text: string): avro.Type {
  return avro.Type.forSchema(JSON.parse(text));
}

/**
 * Whether a map or an array stands anywhere in it. The decoder believes the counts of their blocks: five bytes that
 * announce 2^40 entries would keep this process, and every one that takes over from it, busy for hours.
 */
function hasBlocks(type: avro.Type): boolean {
  return /"type":"(map|array)"/.test(canonicalForm(type));
}

// avsc's type.schema() is the parsing canonical form: it drops doc, default and logicalType.
function canonicalForm(type: avro.Type): string {
  return JSON.stringify(type.schema());
}

/**
 * Encodes with a subject's newest schema and decodes what any of its versions wrote. Further writer schemas can be
 * learned while it runs.
 */
export class AvroCodec<T> {
  readonly subject: string;
  readonly #type: avro.Type;
  readonly #header: Buffer;
  readonly #byFingerprint = new Map<string, avro.Resolver | null>();
  readonly #byRegistryId = new Map<number, avro.Resolver | null>();
  #scratch = Buffer.allocUnsafe(16 * 1024);

  /** @param versions every version of the subject's schema, oldest first */
  constructor(versions: readonly SchemaFile[]) {
    const newest = versions.at(-1);
    if (!newest) throw new RangeError('a codec needs at least one schema');
    this.subject = newest.subject;
    this.#type = parseSchema(newest.text);
    this.#header = Buffer.concat([Buffer.from([0xc3, 0x01]), avroFingerprint(canonicalForm(this.#type))]);
    for (const { text } of versions)
      this.learn({ kind: 'fingerprint', value: schemaFingerprint(text) }, text);
  }

  /**
   * Makes a writer schema known.
   * @throws {Error} when what it wrote cannot be read with the newest schema, or could not be read in bounded time
   */
  learn(reference: SchemaReference, schemaText: string): void {
    const writer = parseSchema(schemaText);
    if (hasBlocks(writer)) throw new RangeError('a schema of ours has neither map nor array');
    // null stands for the newest schema itself: it needs no resolver and is the quick case.
    const same = canonicalForm(writer) === canonicalForm(this.#type);
    const resolver = same ? null : this.#type.createResolver(writer);
    if (reference.kind === 'fingerprint') this.#byFingerprint.set(reference.value, resolver);
    else this.#byRegistryId.set(reference.value, resolver);
  }

  /** The schema that these bytes were written with, when it is not known here; undefined otherwise. */
  unknownSchemaOf(bytes: Buffer): SchemaReference | undefined {
    if (this.#isOwn(bytes)) return undefined;
    const reference = referenceIn(bytes);
    return reference && this.#resolverFor(reference) === undefined ? reference : undefined;
  }

  /** @throws {Error} when the value does not fit the schema, which is a defect of the caller */
  encode(value: T): Buffer {
    let end = this.#type.encode(value, this.#scratch, HEADER_BYTES);
    if (end < 0) {
      // The scratch buffer was too small: -end bytes are missing. It grows once and is kept.
      this.#scratch = Buffer.allocUnsafe(this.#scratch.length - end + 1024);
      end = this.#type.encode(value, this.#scratch, HEADER_BYTES);
    }
    const bytes = Buffer.allocUnsafe(end);
    this.#header.copy(bytes);
    this.#scratch.copy(bytes, HEADER_BYTES, HEADER_BYTES, end);
    return bytes;
  }

  /**
   * @throws {UnknownSchemaError} when the writer's schema is not known here
   * @throws {UndecodableRecordError} when the bytes are not a value of that schema
   */
  decode(bytes: Buffer): T {
    if (bytes.length > MAX_VALUE_BYTES) {
      throw new UndecodableRecordError(`the value has ${bytes.length} bytes, more than ${MAX_VALUE_BYTES}`);
    }
    const { resolver, start } = this.#resolverOf(bytes);
    const datum = bytes.subarray(start);
    try {
      // An undefined resolver reads with the newest schema; trailing bytes are refused.
      return this.#type.fromBuffer(datum, resolver ?? undefined) as T;
    } catch (error) {
      throw new UndecodableRecordError(`the value does not match its schema`, error);
    }
  }

  /** Whether the newest schema itself wrote this: nearly always, so it is looked at first and costs no string. */
  #isOwn(bytes: Buffer): boolean {
    return (
      bytes.length >= HEADER_BYTES && bytes.compare(this.#header, 0, HEADER_BYTES, 0, HEADER_BYTES) === 0
    );
  }

  #resolverOf(bytes: Buffer): { resolver: avro.Resolver | null; start: number } {
    if (this.#isOwn(bytes)) return { resolver: null, start: HEADER_BYTES };
    const reference = referenceIn(bytes);
    if (!reference) {
      throw new UndecodableRecordError(
        'the value begins with neither C3 01 (single-object) nor 00 (a registry id)',
      );
    }
    const resolver = this.#resolverFor(reference);
    if (resolver === undefined) throw new UnknownSchemaError(reference);
    return { resolver, start: reference.kind === 'fingerprint' ? HEADER_BYTES : CONFLUENT_HEADER_BYTES };
  }

  #resolverFor(reference: SchemaReference): avro.Resolver | null | undefined {
    return reference.kind === 'fingerprint'
      ? this.#byFingerprint.get(reference.value)
      : this.#byRegistryId.get(reference.value);
  }
}

/** How a value names its writer's schema; undefined when it is of neither form. */
function referenceIn(bytes: Buffer): SchemaReference | undefined {
  if (bytes.length >= HEADER_BYTES && bytes[0] === 0xc3 && bytes[1] === 0x01) {
    return { kind: 'fingerprint', value: bytes.toString('hex', 2, HEADER_BYTES) };
  }
  if (bytes.length >= CONFLUENT_HEADER_BYTES && bytes[0] === 0) {
    return { kind: 'registry id', value: bytes.readUInt32BE(1) };
  }
  return undefined;
}
