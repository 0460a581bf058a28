// The rows that a step of a replay begins and ends with. Whoever has locked the job's row does the step; there is one
// worker at a time (with-replay-lock.ts), and should two be at it, because one hung until its turn was over, the row keeps
// them from choosing the same delivery twice.
import { MICROS, MOMENT } from '../moments.ts';
import type { Wishes } from '../persist/read-subscriptions.ts';
import type { PoolClient, Queryable } from '../pool.ts';
import { DUE, setDue } from './due.ts';
import type { Narrowing, Selection } from './replay.ts';

export interface JobRow extends Narrowing {
  readonly id: string;
  readonly organizationId: string;
  readonly selection: Selection;
  readonly rate: number;
  /** Microseconds since the epoch, as the others: not before the oldest event that is kept for some time yet. */
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly createdMicros: number;
  /** Whether all transactions of before it have ended. */
  readonly settled: boolean;
}

/** A day at the end of its retention is left alone for so long: what would be made pending in it would be dropped with it. */
const KEPT_MS = 2 * 3_600_000;
/** A dump that was restored elsewhere has transaction ids of another server, which may never be reached. */
const SETTLED_AFTER = '5 minutes';

const LOCK_JOB = `
  select r.id, r.organization_id as "organizationId", r.selection, r.rate,
         r.event_types as "eventTypes", r.states,
         ${MICROS(`greatest(r.from_at, now() - $1 * interval '1 millisecond')`)} as "fromMicros",
         ${MICROS('r.to_at')} as "toMicros", ${MICROS('r.created_at')} as "createdMicros",
         pg_snapshot_xmin(pg_current_snapshot()) > r.created_xid
           or r.created_at < now() - interval '${SETTLED_AFTER}' as settled
    from replays r
   where r.state = 'running' and ${DUE} <= now()
   order by ${DUE}
   limit 1
     for update skip locked`;

/** Locks the job that has waited longest for its next step, if one is due. */
export async function lockDueJob(client: PoolClient, retentionMs: number): Promise<JobRow | undefined> {
  const values = [Math.max(0, retentionMs - KEPT_MS)];
  const { rows } = await client.query<JobRow>({ name: 'lock-due-replay', text: LOCK_JOB, values });
  return rows[0];
}

const NEXT_DUE = `
  select (extract(epoch from min(${DUE}) - now()) * 1000)::float8 as "dueInMs"
    from replays r where r.state = 'running'`;

/** In how many milliseconds the next step of any job is due; undefined when no job is running. */
export async function nextStepDue(db: Queryable): Promise<number | undefined> {
  const { rows } = await db.query<{ dueInMs: number | null }>({ name: 'next-replay-step', text: NEXT_DUE });
  const dueInMs = rows[0]?.dueInMs ?? undefined;
  return dueInMs === undefined ? undefined : Math.max(0, dueInMs);
}

/** `held`: by an open breaker or a Retry-After. */
export type Hold = 'paused' | 'disabled' | 'held';

/** With what the endpoint subscribes to now: that decides about what it never had, not about what it had. */
export interface PartRow extends Wishes {
  readonly day: string | null;
  readonly acceptedMicros: number | null;
  readonly eventId: string | null;
  /** Of all that was looked at so far, how much was taken. */
  readonly lookedAt: number;
  readonly taken: number;
  readonly burst: number;
  /** What keeps anything from being posted to the endpoint, and from being made pending for it; null: nothing does. */
  readonly hold: Hold | null;
  /** Its last attempt failed. */
  readonly isFailing: boolean;
  readonly deleted: boolean;
  readonly ordered: boolean;
}

// The part that has waited longest has its turn: a round robin over the endpoints of a job. What would be made pending for a
// disabled endpoint would be cancelled at once; one that is held, by its breaker or a Retry-After, has asked for nothing more.
const PICK_PART = `
  select p.endpoint_id as "endpointId", p.day, ${MICROS('p.accepted_at')} as "acceptedMicros", p.event_id as "eventId",
         p.looked_at::float8 as "lookedAt", (p.replayed + p.made)::float8 as taken, p.burst,
         case when e.paused then 'paused' when e.disabled_at is not null then 'disabled'
              when e.not_before > now() then 'held' end as hold,
         e.failing_since is not null as "isFailing", e.id is null or e.deleted_at is not null as deleted,
         coalesce(e.ordered, false) as ordered,
         coalesce(e.event_types, '{}') as "eventTypes", e.filters
    from replay_parts p left join endpoints e on e.id = p.endpoint_id
   where p.replay_id = $1 and p.ended_at is null and p.next_step_at <= now()
   order by p.next_step_at, p.endpoint_id
   limit 1`;

/** The part of a locked job whose turn it is; undefined when none is due. */
export async function pickPart(client: PoolClient, jobId: string): Promise<PartRow | undefined> {
  const { rows } = await client.query<PartRow>({
    name: 'pick-replay-part',
    text: PICK_PART,
    values: [jobId],
  });
  return rows[0];
}

export interface PartChange {
  readonly place?: {
    readonly day: string | null;
    readonly acceptedMicros: number | null;
    readonly eventId: string | null;
  };
  readonly lookedAt?: number;
  readonly replayed?: number;
  readonly made?: number;
  readonly burst?: number;
  readonly waitsFor?: string;
  readonly nextInMs: number;
  readonly outcome?: 'finished' | 'endpoint_deleted';
}

const SAVE_PART = `
  update replay_parts
     set day = case when $3 then $4::date else day end,
         accepted_at = case when $3 then ${MOMENT('$5')} else accepted_at end,
         event_id = case when $3 then $6::uuid else event_id end,
         looked_at = looked_at + $7, replayed = replayed + $8, made = made + $9, burst = coalesce($10, burst),
         waits_for = $11, next_step_at = now() + $12 * interval '1 millisecond',
         outcome = $13, ended_at = case when $13::text is not null then now() end
   where replay_id = $1 and endpoint_id = $2`;

export async function savePart(
  client: PoolClient,
  jobId: string,
  { endpointId }: PartRow,
  change: PartChange,
): Promise<void> {
  const { place, lookedAt = 0, replayed = 0, made = 0, burst, waitsFor, nextInMs, outcome } = change;
  await client.query({
    name: 'save-replay-part',
    text: SAVE_PART,
    values: [
      jobId,
      endpointId,
      place !== undefined,
      place?.day,
      place?.acceptedMicros,
      place?.eventId,
      lookedAt,
      replayed,
      made,
      burst,
      waitsFor,
      nextInMs,
      outcome,
    ],
  });
}

// Not before the time that the rate asks for, and not before a part of it may go on; with no part left it is over.
const SAVE_JOB = `
  update replays r
     set ${setDue("greatest(now() + $2 * interval '1 millisecond', coalesce(open.next_step_at, now()))")},
         state = case when open.next_step_at is null then 'finished' else r.state end,
         ended_at = case when open.next_step_at is null then now() end
    from (select min(next_step_at) as next_step_at from replay_parts where replay_id = $1 and ended_at is null) open
   where r.id = $1
  returning r.state = 'finished' as finished`;

/** @returns whether the job is over */
export async function saveJob(client: PoolClient, jobId: string, nextInMs: number): Promise<boolean> {
  const values = [jobId, nextInMs];
  const { rows } = await client.query<{ finished: boolean }>({ name: 'save-replay', text: SAVE_JOB, values });
  return rows[0]?.finished ?? false;
}
