// The bytes before an Avro datum that name its writer's schema. Two forms are read, always and mixed in one topic:
// C3 01 + the schema's CRC-64-AVRO fingerprint (Avro specification, "Single-object encoding"), and 00 + a registry's id,
// big-endian (Confluent's wire format). The first byte tells them apart.
import type { SchemaReference } from './errors.ts';

const SINGLE_OBJECT = Buffer.from([0xc3, 0x01]);
const SINGLE_OBJECT_BYTES = 10;
const CONFLUENT_BYTES = 5;

/** A registry gives out positive int4 ids. */
export const MAX_REGISTRY_ID = 2 ** 31 - 1;

/**
 * What a value with this writer schema begins with.
 * @throws {RangeError} when a registry's id is none that a registry could have given
 */
export function framingHeader(reference: SchemaReference): Buffer {
  if (reference.kind === 'fingerprint') {
    return Buffer.concat([SINGLE_OBJECT, Buffer.from(reference.value, 'hex')], SINGLE_OBJECT_BYTES);
  }
  const { value } = reference;
  if (!Number.isInteger(value) || value < 1 || value > MAX_REGISTRY_ID) {
    throw new RangeError(`${value} is no id of a schema registry`);
  }
  const header = Buffer.alloc(CONFLUENT_BYTES);
  header.writeUInt32BE(value, 1);
  return header;
}

/** How a value names its writer's schema; undefined when it is of neither form. */
export function schemaReferenceIn(value: Buffer): SchemaReference | undefined {
  if (value.length >= SINGLE_OBJECT_BYTES && value[0] === 0xc3 && value[1] === 0x01) {
    return { kind: 'fingerprint', value: value.toString('hex', 2, SINGLE_OBJECT_BYTES) };
  }
  if (value.length >= CONFLUENT_BYTES && value[0] === 0) {
    return { kind: 'registry id', value: value.readUInt32BE(1) };
  }
  return undefined;
}

/** Where the datum begins in a value with this reference. */
export function headerBytes({ kind }: SchemaReference): number {
  return kind === 'fingerprint' ? SINGLE_OBJECT_BYTES : CONFLUENT_BYTES;
}
