// Very many rows with random keys: entry by entry an index that does not fit into memory takes longer than the rows. So
// the indexes go first and are made again as they were, by a sort. They are denser then than those of a day in use.
import type { Pool } from '@hopline/postgres/pool';

const CONSTRAINTS = `
  select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
   where conrelid = $1::regclass and contype = 'p'`;

const INDEXES = `
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
   where indrelid = $1::regclass and not indisprimary`;

interface Made {
  readonly name: string;
  readonly definition: string;
}

/**
 * Takes a table's indexes away, its primary key among them. Of a partition it must be told `parent`, from which it is
 * detached meanwhile.
 * @returns makes all as it was
 */
export async function withoutIndexes(
  pool: Pool,
  table: string,
  parent?: { readonly table: string; readonly from: string },
): Promise<() => Promise<void>> {
  if (parent) await pool.query(`alter table ${parent.table} detach partition ${table}`);
  const { rows: constraints } = await pool.query<Made>(CONSTRAINTS, [table]);
  const { rows: indexes } = await pool.query<Made>(INDEXES, [table]);
  for (const { name } of constraints) await pool.query(`alter table ${table} drop constraint "${name}"`);
  for (const { name } of indexes) await pool.query(`drop index ${name}`);
  return async () => {
    await pool.query(`set maintenance_work_mem = '1GB'`);
    for (const { name, definition } of constraints) {
      await pool.query(`alter table ${table} add constraint "${name}" ${definition}`);
    }
    for (const { definition } of indexes) await pool.query(definition);
    await pool.query('reset maintenance_work_mem');
    if (!parent) return;
    const { from } = parent;
    await pool.query(
      `alter table ${parent.table} attach partition ${table} for values from ('${from}') to (date '${from}' + 1)`,
    );
  };
}
