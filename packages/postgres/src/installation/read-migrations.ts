import { readFileSync } from 'node:fs';
import type { Queryable } from '../pool.ts';

const journal = new URL('../../migrations/meta/_journal.json', import.meta.url);

export interface Migrations {
  readonly applied: number;
  /** Those of this release that were not applied yet, by their names. */
  readonly missing: readonly string[];
  /** How many were applied that this release does not know: a newer one has migrated. */
  readonly unknown: number;
}

interface Entry {
  readonly when: number;
  readonly tag: string;
}

/** Compares the migrations of this release with those that were applied. A database that was never migrated has none. */
export async function readMigrations(db: Queryable): Promise<Migrations> {
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: Entry[] };
  const { rows: table } = await db.query<{ is: boolean }>(
    `select to_regclass('public.migrations') is not null as is`,
  );
  const { rows } = table[0]?.is
    ? await db.query<{ when: number }>('select created_at::float8 as when from public.migrations')
    : { rows: [] };
  const applied = new Set(rows.map((row) => row.when));
  const known = new Set(entries.map(({ when }) => when));
  return {
    applied: applied.size,
    missing: entries.filter(({ when }) => !applied.has(when)).map(({ tag }) => tag),
    unknown: [...applied].filter((when) => !known.has(when)).length,
  };
}
