import { HoplineError } from '@hopline/runtime/errors';

/** A schema file is not what its version was when it was stored; records of that version may be in the topics. */
export class SchemaChangedError extends HoplineError {
  constructor(changed: readonly { subject: string; version: number }[], cause: unknown) {
    const names = changed.map(({ subject, version }) => `${subject} version ${version}`);
    const files = changed.map(({ subject, version }) => `schemas/${subject}/${version}.avsc`);
    super(
      'HPL_MIGRATE_SCHEMA_CHANGED',
      `another schema is stored as ${names.join(', ')}; a version never changes: restore ${files.join(', ')} and put the change into a new version`,
      { cause },
    );
  }
}

/** The schema registry does not answer, or says that it cannot just now. */
export class RegistryUnavailableError extends HoplineError {
  /** @param url without the credentials */
  constructor(url: string, problem: string, cause?: unknown) {
    super('HPL_MIGRATE_REGISTRY_UNAVAILABLE', `the schema registry at ${url} cannot be used: ${problem}`, {
      retryable: true,
      cause,
    });
  }
}

/** A version of a schema does not fit to those that the registry has for the subject. */
export class RegistryIncompatibleError extends HoplineError {
  constructor(subject: string, said: string) {
    super(
      'HPL_MIGRATE_REGISTRY_INCOMPATIBLE',
      `the schema registry refuses a version of ${subject} as incompatible (${said}); see which other schema stands under that subject`,
    );
  }
}

/** The schema registry answers in a way that will be the same at the next try. */
export class RegistryRefusedError extends HoplineError {
  constructor(url: string, subject: string, said: string) {
    super(
      'HPL_MIGRATE_REGISTRY_REFUSED',
      `the schema registry at ${url} did not register ${subject}: ${said}; check SCHEMA_REGISTRY_URL, with the path of its Confluent API, and SCHEMA_REGISTRY_AUTH`,
    );
  }
}

/** The registry knows a schema by another id than before, and records name the one of before. */
export class RegistryIdChangedError extends HoplineError {
  constructor(
    refused: readonly { subject: string; version: number; stored: number | null; given: number }[],
  ) {
    const changes = refused.map(({ subject, version, stored, given }) =>
      stored === null
        ? `${subject} version ${version} got id ${given}, which is another schema's`
        : `${subject} version ${version} got id ${given}, but is stored with ${stored}`,
    );
    super(
      'HPL_MIGRATE_REGISTRY_ID_CHANGED',
      `the schema registry is not the one of before: ${changes.join('; ')}; records in the topics name the ids of before (docs/schemas.md, "Another registry")`,
    );
  }
}
