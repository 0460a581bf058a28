// Record values: a header that names the writer's schema (framing.ts), then the Avro datum.
import avro from 'avsc';
import { type SchemaReference, UndecodableRecordError, UnknownSchemaError } from './errors.ts';
import { avroFingerprint } from './fingerprint.ts';
import { framingHeader, headerBytes, schemaReferenceIn } from './framing.ts';
import type { SchemaFile } from './schema-files.ts';

// No value of ours is larger: a request body has at most 256 KB. Checked before anything is decoded.
const MAX_VALUE_BYTES = 300 * 1024;

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
 * Encodes with a subject's newest schema and decodes what any of its versions wrote, in either framing. Further writer
 * schemas can be learned while it runs.
 */
export class AvroCodec<T> {
  readonly subject: string;
  /** Of the newest schema, 16 hex digits in the order of the wire. */
  readonly fingerprint: string;
  readonly #type: avro.Type;
  #header: Buffer;
  readonly #byFingerprint = new Map<string, avro.Resolver | null>();
  readonly #byRegistryId = new Map<number, avro.Resolver | null>();
  #scratch = Buffer.allocUnsafe(16 * 1024);

  /** @param versions every version of the subject's schema, oldest first */
  constructor(versions: readonly SchemaFile[]) {
    const newest = versions.at(-1);
    if (!newest) throw new RangeError('a codec needs at least one schema');
    this.subject = newest.subject;
    this.#type = parseSchema(newest.text);
    this.fingerprint = schemaFingerprint(newest.text);
    this.#header = framingHeader({ kind: 'fingerprint', value: this.fingerprint });
    for (const { text } of versions)
      this.learn({ kind: 'fingerprint', value: schemaFingerprint(text) }, text);
  }

  /** What the values that it encodes begin with: another buffer when that changes. */
  get header(): Buffer {
    return this.#header;
  }

  /**
   * From now on names the newest schema by its id in a schema registry, in Confluent's framing. What it reads stays.
   * @throws {RangeError} when it is none that a registry could have given
   */
  writeRegistryId(registryId: number): void {
    this.#header = framingHeader({ kind: 'registry id', value: registryId });
    this.#byRegistryId.set(registryId, null);
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
    const reference = schemaReferenceIn(bytes);
    return reference && this.#resolverFor(reference) === undefined ? reference : undefined;
  }

  /** @throws {Error} when the value does not fit the schema, which is a defect of the caller */
  encode(value: T): Buffer {
    const start = this.#header.length;
    let end = this.#type.encode(value, this.#scratch, start);
    if (end < 0) {
      // The scratch buffer was too small: -end bytes are missing. It grows once and is kept.
      this.#scratch = Buffer.allocUnsafe(this.#scratch.length - end + 1024);
      end = this.#type.encode(value, this.#scratch, start);
    }
    const bytes = Buffer.allocUnsafe(end);
    this.#header.copy(bytes);
    this.#scratch.copy(bytes, start, start, end);
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

  /**
   * Whether the newest schema itself wrote this, in the framing that is written here: nearly always, so it is looked at
   * first and costs no string.
   */
  #isOwn(bytes: Buffer): boolean {
    const { length } = this.#header;
    return bytes.length >= length && bytes.compare(this.#header, 0, length, 0, length) === 0;
  }

  #resolverOf(bytes: Buffer): { resolver: avro.Resolver | null; start: number } {
    if (this.#isOwn(bytes)) return { resolver: null, start: this.#header.length };
    const reference = schemaReferenceIn(bytes);
    if (!reference) {
      throw new UndecodableRecordError(
        'the value begins with neither C3 01 (single-object) nor 00 (a registry id)',
      );
    }
    const resolver = this.#resolverFor(reference);
    if (resolver === undefined) throw new UnknownSchemaError(reference);
    return { resolver, start: headerBytes(reference) };
  }

  #resolverFor(reference: SchemaReference): avro.Resolver | null | undefined {
    return reference.kind === 'fingerprint'
      ? this.#byFingerprint.get(reference.value)
      : this.#byRegistryId.get(reference.value);
  }
}
