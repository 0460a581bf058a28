import type { SchemaReference } from '@hopline/wire/errors';
import type { Queryable } from '../pool.ts';

/** The JSON text of a schema that some release stored here, or undefined when none did. */
export async function findSchema(db: Queryable, reference: SchemaReference): Promise<string | undefined> {
  const column = reference.kind === 'fingerprint' ? 'fingerprint' : 'registry_id';
  const { rows } = await db.query<{ schema: string }>(`select schema from schemas where ${column} = $1`, [
    reference.value,
  ]);
  return rows[0]?.schema;
}
