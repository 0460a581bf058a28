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
