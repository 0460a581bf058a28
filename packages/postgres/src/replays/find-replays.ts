import { MICROS, MOMENT } from '../moments.ts';
import type { Queryable } from '../pool.ts';
import { REPLAY_COLUMNS, type Replay, type ReplayPart } from './replay.ts';

const PARTS = `
  select replay_id as "replayId", endpoint_id as "endpointId", day, accepted_at as "acceptedAt",
         looked_at::float8 as "lookedAt", replayed::float8 as replayed, made::float8 as made, waits_for as "waitsFor",
         ended_at as "endedAt", outcome
    from replay_parts where replay_id = any($1::uuid[]) order by endpoint_id`;

async function withParts(db: Queryable, replays: Omit<Replay, 'parts'>[]): Promise<Replay[]> {
  if (replays.length === 0) return [];
  const { rows } = await db.query<ReplayPart & { replayId: string }>({
    name: 'read-replay-parts',
    text: PARTS,
    values: [replays.map(({ id }) => id)],
  });
  const byReplay = Map.groupBy(rows, ({ replayId }) => replayId);
  return replays.map((replay) => ({
    ...replay,
    parts: (byReplay.get(replay.id) ?? []).map(({ replayId: _, ...part }) => part),
  }));
}

const FIND = `select ${REPLAY_COLUMNS} from replays r where r.id = $1 and r.organization_id = $2`;

/** One of the organization's replays; undefined when it has none with this id. */
export async function findReplay(
  db: Queryable,
  organizationId: string,
  id: string,
): Promise<Replay | undefined> {
  const values = [id, organizationId];
  const { rows } = await db.query<Omit<Replay, 'parts'>>({ name: 'find-replay', text: FIND, values });
  return (await withParts(db, rows))[0];
}

/** A place in the list: when a replay was asked for, in microseconds since the epoch, then its id. */
export interface ReplayPosition {
  readonly micros: number;
  readonly id: string;
}

const LIST = `
  select ${REPLAY_COLUMNS}, ${MICROS('r.created_at')} as micros
    from replays r
   where r.organization_id = $1
     and (r.created_at, r.id) < (${MOMENT('$2')}, $3::uuid)
   order by r.created_at desc, r.id desc limit $4`;

/** The organization's replays behind a place, the newest first. */
export async function listReplays(
  db: Queryable,
  organizationId: string,
  before: ReplayPosition,
  limit: number,
): Promise<{ replays: Replay[]; next: ReplayPosition | undefined }> {
  const values = [organizationId, before.micros, before.id, limit + 1];
  const { rows } = await db.query<Omit<Replay, 'parts'> & { micros: number }>({
    name: 'list-replays',
    text: LIST,
    values,
  });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const replays = await withParts(
    db,
    page.map(({ micros: _, ...replay }) => replay),
  );
  return { replays, next: last && { micros: last.micros, id: last.id } };
}
