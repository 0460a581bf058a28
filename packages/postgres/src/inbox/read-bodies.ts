import type { Queryable } from '../pool.ts';

/** The webhook bodies of these events, by id; of one that retention has dropped meanwhile there is none. */
export async function readBodies(
  db: Queryable,
  events: readonly { readonly id: string; readonly day: string }[],
): Promise<Map<string, Buffer>> {
  const bodies = new Map<string, Buffer>();
  // Day by day: one statement for all would be planned over every day that there is.
  for (const [day, ofDay] of Map.groupBy(events, (event) => event.day)) {
    const { rows } = await db.query<{ id: string; body: Buffer }>(
      'select id, body from events where day = $1 and id = any($2::uuid[])',
      [day, ofDay.map(({ id }) => id)],
    );
    for (const { id, body } of rows) bodies.set(id, body);
  }
  return bodies;
}
