import { HoplineError } from '@hopline/runtime/errors';

/** A record's value is not what its topic promises. Such a record is poison: it can never be read. */
export class UndecodableRecordError extends HoplineError {
  constructor(message: string, cause?: unknown) {
    super('HPL_WIRE_UNDECODABLE', message, { cause });
  }
}

/**
 * A record was written with a schema that this process does not know. It may be known elsewhere (a newer release wrote
 * it), so the reader looks it up before it calls the record poison.
 */
export class UnknownSchemaError extends HoplineError {
  readonly schema: SchemaReference;

  constructor(schema: SchemaReference) {
    super('HPL_WIRE_UNKNOWN_SCHEMA', `the record's schema is not known: ${schema.kind} ${schema.value}`);
    this.schema = schema;
  }
}

/** A registry is set, but nobody has stored its id of a schema that this process writes with: migrate does that. */
export class SchemaNotRegisteredError extends HoplineError {
  constructor(subjects: readonly string[]) {
    super(
      'HPL_WIRE_SCHEMA_NOT_REGISTERED',
      `SCHEMA_REGISTRY_URL is set, but the registry's id of this release's schema is not stored: ${subjects.join(', ')}; run the migrate job with the same SCHEMA_REGISTRY_URL`,
    );
  }
}

/** A sealed secret cannot be opened. What it was needed for must not be done with anything else in its place. */
export class SecretUnreadableError extends HoplineError {
  constructor(problem: string, cause?: unknown) {
    super('HPL_SECRET_UNREADABLE', `a stored secret cannot be opened: ${problem}`, { cause });
  }
}

/** How a record names its writer's schema: 16 hex digits of the CRC-64-AVRO fingerprint, or a registry's id. */
export type SchemaReference =
  | { readonly kind: 'fingerprint'; readonly value: string }
  | { readonly kind: 'registry id'; readonly value: number };
