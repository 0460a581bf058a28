import type { Queryable } from '../pool.ts';

/** One version of a record schema. */
export interface StoredSchema {
  /** 16 hex digits of CRC-64-AVRO, in the order of the wire. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly version: number;
  readonly schema: string;
}

/**
 * Keeps these schemas for readers that do not know them; those that are there already stay.
 * @throws a unique violation when a subject's version is there with another fingerprint: a released schema has changed
 */
export async function storeSchemas(db: Queryable, schemas: readonly StoredSchema[]): Promise<void> {
  await db.query(
    `insert into schemas (fingerprint, subject, version, schema)
     select * from unnest($1::text[], $2::text[], $3::int[], $4::text[])
     on conflict (fingerprint) do nothing`,
    [
      schemas.map(({ fingerprint }) => fingerprint),
      schemas.map(({ subject }) => subject),
      schemas.map(({ version }) => version),
      schemas.map(({ schema }) => schema),
    ],
  );
}
