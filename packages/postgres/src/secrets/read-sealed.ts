import type { Queryable } from '../pool.ts';
import type { OldSecret } from './old-secret.ts';

/** All that an endpoint's row has sealed, or had stored before secrets were sealed. */
export interface SealedRow {
  readonly id: string;
  readonly secret: string;
  readonly oldSecrets: readonly OldSecret[] | null;
  readonly headers: string | null;
}

/**
 * The next endpoints by id, deleted ones too.
 * @param after the last id of the page before; undefined for the first page
 */
export async function readSealed(
  db: Queryable,
  after: string | undefined,
  size: number,
): Promise<SealedRow[]> {
  const { rows } = await db.query<SealedRow>(
    `select id, secret, old_secrets as "oldSecrets", headers from endpoints
      where $1::uuid is null or id > $1 order by id limit $2`,
    [after ?? null, size],
  );
  return rows;
}

/** How many endpoints there are, deleted ones too. */
export async function countSealed(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>('select count(*)::int as count from endpoints');
  return rows[0]?.count ?? 0;
}
