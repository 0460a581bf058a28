import type { Queryable } from '@hopline/postgres/pool';
import { findChangedSchemas } from '@hopline/postgres/schemas/find-changed-schemas';
import { storeSchemas } from '@hopline/postgres/schemas/store-schemas';
import { schemaFingerprint } from '@hopline/wire/avro-codec';
import { readAllSchemas } from '@hopline/wire/schema-files';
import { SchemaChangedError } from './errors.ts';

/**
 * Stores every version of every schema of this release.
 * @returns how many there are
 * @throws {SchemaChangedError} when one was stored before as another schema; then nothing is stored
 */
export async function keepSchemas(db: Queryable): Promise<number> {
  const schemas = readAllSchemas().map(({ subject, version, text }) => ({
    fingerprint: schemaFingerprint(text),
    subject,
    version,
    schema: text,
  }));
  try {
    await storeSchemas(db, schemas);
  } catch (error) {
    // Asked afterwards: two releases may migrate at once, and the table's own constraint is what decides.
    const changed = await findChangedSchemas(db, schemas);
    if (changed.length > 0) throw new SchemaChangedError(changed, error);
    throw error;
  }
  return schemas.length;
}
