import type { SchemaReference } from '@hopline/wire/errors';
import { MAX_REGISTRY_ID } from '@hopline/wire/framing';
import type { FoundSchema } from '@hopline/wire/learn-schemas';
import type { Queryable } from '../pool.ts';

const FIND = `
  select fingerprint, registry_id, schema from schemas
   where fingerprint = any($1::text[]) or registry_id = any($2::int[])`;

/** Those of the schemas that are known. One that is missing in the answer is surely unknown here. */
export async function findSchemas(
  db: Queryable,
  references: readonly SchemaReference[],
): Promise<FoundSchema[]> {
  const fingerprints = references.flatMap((one) => (one.kind === 'fingerprint' ? [one.value] : []));
  // A record can name any 32 bits.
  const ids = references.flatMap((one) =>
    one.kind === 'registry id' && one.value <= MAX_REGISTRY_ID ? [one.value] : [],
  );
  const { rows } = await db.query<{ fingerprint: string; registry_id: number | null; schema: string }>(FIND, [
    fingerprints,
    ids,
  ]);
  return references.flatMap((reference) => {
    const { kind, value } = reference;
    const row = rows.find(
      (found) => value === (kind === 'fingerprint' ? found.fingerprint : found.registry_id),
    );
    return row ? [{ reference, schema: row.schema }] : [];
  });
}
