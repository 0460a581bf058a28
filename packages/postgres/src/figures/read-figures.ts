import type { Queryable } from '../pool.ts';

// The tables are small beside those of events and deliveries, of which nothing is counted here. The oldest day is told by
// the tables that there are, as find-expired-days.ts has it.
const READ = `
  select e.*, r.*,
         (select extract(epoch from now() - to_date(min(right(c.relname, 8)), 'YYYYMMDD')::timestamp at time zone 'utc')
            from pg_inherits i
            join pg_class c on c.oid = i.inhrelid
           where i.inhparent = 'events'::regclass and c.relname ~ '^events_\\d{8}$')::float8 as "oldestDaySeconds"
    from (select count(*) filter (where disabled_at is null and not paused)::float8 as active,
                 count(*) filter (where disabled_at is null and not paused and breaker <> 'closed')::float8 as failing,
                 count(*) filter (where disabled_at is null and paused)::float8 as paused,
                 count(*) filter (where disabled_at is not null)::float8 as disabled
            from endpoints where deleted_at is null) e,
         (select count(*) filter (where state = 'running')::float8 as "replaysRunning",
                 count(*) filter (where state = 'paused')::float8 as "replaysPaused"
            from replays where state in ('running', 'paused')) r`;

/** Figures of the whole installation. */
export interface Figures {
  /** Endpoints by their state; those of them that are `failing` are active, and their breaker is not closed. */
  readonly active: number;
  readonly failing: number;
  readonly paused: number;
  readonly disabled: number;
  readonly replaysRunning: number;
  readonly replaysPaused: number;
  /** The age of the oldest day of events, from its beginning in UTC; null when there is none. */
  readonly oldestDaySeconds: number | null;
}

/** Reads all endpoints and replays: for whoever looks now and then, one process at a time. */
export async function readFigures(db: Queryable): Promise<Figures> {
  const { rows } = await db.query<Figures>({ name: 'read-figures', text: READ });
  const [figures] = rows;
  if (!figures) throw new Error('a statement of aggregates has no row');
  return figures;
}
