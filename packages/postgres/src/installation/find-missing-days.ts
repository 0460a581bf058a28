import { DAY_TABLES, dayTableName } from '../ensure-days.ts';
import type { Queryable } from '../pool.ts';

/**
 * The tables of these days that are not there, by their names.
 * @param days `YYYY-MM-DD`
 * @throws {RangeError} when a day is not of that form
 */
export async function findMissingDays(db: Queryable, days: readonly string[]): Promise<string[]> {
  const names = days.flatMap((day) => DAY_TABLES.map((table) => dayTableName(table, day)));
  const { rows } = await db.query<{ name: string }>(
    'select name from unnest($1::text[]) as given (name) where to_regclass(name) is null',
    [names],
  );
  return rows.map(({ name }) => name);
}
