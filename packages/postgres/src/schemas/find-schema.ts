import type { SchemaReference } from '@hopline/wire/errors';
import type { Queryable } from '../pool.ts';

// A registry gives out positive int4 ids; a record can name any 32 bits.
const MAX_REGISTRY_ID = 2 ** 31 - 1;

/** The JSON text of a schema that some release stored here, or undefined when none did. */
export async function findSchema(db: Queryable, reference: SchemaReference): Promise<string | undefined> {
  if (reference.kind === 'registry id' && reference.value > MAX_REGISTRY_ID) return undefined;
  const column = reference.kind === 'fingerprint' ? 'fingerprint' : 'registry_id';
  const { rows } = await db.query<{ schema: string }>(`select schema from schemas where ${column} = $1`, [
    reference.value,
  ]);
  return rows[0]?.schema;
}
