// Schemas that this process does not know: a newer release wrote with them, or they go by a registry's id. Postgres has
// every schema.
import type { AvroCodec } from './avro-codec.ts';
import type { SchemaReference } from './errors.ts';

/** A schema that some release stored. */
export interface FoundSchema {
  readonly reference: SchemaReference;
  /** The schema's JSON text. */
  readonly schema: string;
}

/** Those of the schemas that are stored; one that is missing in the answer is known to nobody. */
export type FindSchemas = (references: SchemaReference[]) => Promise<FoundSchema[]>;

type Codec = Pick<AvroCodec<never>, 'learn' | 'unknownSchemaOf'>;

/**
 * Looks up the schemas that these records' values need and the codec does not know, all at once.
 * @throws whatever findSchemas throws
 */
export async function learnSchemas(
  codec: Codec,
  findSchemas: FindSchemas,
  records: Iterable<{ readonly value: Buffer | null }>,
): Promise<void> {
  const unknown = new Map<string, SchemaReference>();
  for (const { value } of records) {
    const reference = value && codec.unknownSchemaOf(value);
    if (reference) unknown.set(`${reference.kind} ${reference.value}`, reference);
  }
  if (unknown.size === 0) return;
  for (const { reference, schema } of await findSchemas([...unknown.values()])) {
    learn(codec, reference, schema);
  }
}

function learn(codec: Codec, reference: SchemaReference, text: string): void {
  try {
    codec.learn(reference, text);
  } catch {
    // Of another subject, such as a wake-up that somebody put among the events. It stays unknown, so its records are poison;
    // thrown on, it would hold their partition for ever.
  }
}
