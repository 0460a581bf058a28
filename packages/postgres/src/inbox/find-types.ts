import type { Queryable } from '../pool.ts';

// From type to type along the index events_types: as many look-ups as there are types, however many events have them.
const FIND = `
  with recursive found (type) as (
    (select e.type from events e
      where e.day = $1 and e.organization_id = $2 and e.type collate "C" >= $3 and e.type collate "C" < $4
      order by e.type collate "C" limit 1)
    union all
    select (select e.type from events e
             where e.day = $1 and e.organization_id = $2 and e.type collate "C" > f.type and e.type collate "C" < $4
             order by e.type collate "C" limit 1)
      from found f where f.type is not null
  )
  select type from found where type is not null limit $5`;

/**
 * The types that an organization's events of a day have, and that fit one of these filters.
 * @param filters exact types and `order.*`; an exact one is taken as it is
 * @returns undefined when they are more than `max`
 */
export async function findTypes(
  db: Queryable,
  { organizationId, day }: { readonly organizationId: string; readonly day: string },
  filters: readonly string[],
  max: number,
): Promise<string[] | undefined> {
  const found = new Set(filters.filter((filter) => !isPrefix(filter)));
  for (const filter of filters.filter(isPrefix)) {
    const first = prefixOf(filter);
    const { rows } = await db.query<{ type: string }>(FIND, [
      day,
      organizationId,
      first,
      endOf(first),
      max + 1,
    ]);
    for (const { type } of rows) found.add(type);
    if (found.size > max) return undefined;
  }
  return [...found];
}

/** Whether a filter stands for all types that begin with something. */
export function isPrefix(filter: string): boolean {
  return filter.endsWith('.*');
}

/** What `order.*` begins with: `order.` */
export function prefixOf(filter: string): string {
  return filter.slice(0, -1);
}

/** The first text behind all that begin with this one; types are ASCII, and the prefix ends with a dot. */
function endOf(prefix: string): string {
  return `${prefix.slice(0, -1)}/`;
}
