// One step of a replay, in one transaction: whatever it chooses and how far it has come are committed together. So a
// crash before the commit has changed nothing, and one after it has chosen these deliveries for good; no other step of the
// job meets them again.
import { listEventDays } from '@hopline/postgres/inbox/list-event-days';
import type { Pool, PoolClient } from '@hopline/postgres/pool';
import {
  type JobRow,
  lockDueJob,
  type PartChange,
  type PartRow,
  pickPart,
  saveJob,
  savePart,
} from '@hopline/postgres/replays/job-row';
import { makeMissing, replayDeliveries } from '@hopline/postgres/replays/make-pending';
import {
  type CandidatePage,
  type Place,
  readEventCandidates,
  readFailedCandidates,
} from '@hopline/postgres/replays/read-candidates';
import { readMatched } from '@hopline/postgres/replays/read-matched';
import { readRoom } from '@hopline/postgres/replays/read-room';
import { inTransaction } from '@hopline/postgres/transaction';
import type { Failpoint } from '@hopline/runtime/failpoint';
import { choose, ofTypes, toMatch } from './choose.ts';
import { EVENTS_PAGE, FAILED_PAGE, pageSize } from './page-size.ts';
import { grant, MAX_PENDING, MAX_UNDER_WAY } from './room.ts';

/** Until all transactions have ended that were there before the job. */
const SETTLE_MS = 200;

export interface StepDeps {
  readonly pool: Pool;
  /** EVENT_RETENTION, in milliseconds. */
  readonly retentionMs: number;
  /** Deliveries a second, of all jobs together: no step takes more than a tenth of them. */
  readonly rate: number;
  readonly failpoint: Failpoint;
}

/** What a step came to. */
export interface StepReport {
  readonly replayId: string;
  readonly organizationId: string;
  /** The endpoint that had its turn; undefined when none had. */
  readonly endpointId: string | undefined;
  /** Deliveries that are pending and due since its commit. */
  readonly chosen: number;
  /** Those of them that their endpoint never had and that were made. */
  readonly made: number;
  /** Events or failed deliveries that were looked at. */
  readonly lookedAt: number;
  /** The endpoint was given its turn in vain. */
  readonly waitsFor: string | undefined;
  readonly finished: boolean;
}

/** Does the next step of the job that has waited longest. @returns undefined when none is due */
export function takeStep(deps: StepDeps): Promise<StepReport | undefined> {
  return inTransaction(deps.pool, async (client) => {
    const job = await lockDueJob(client, deps.retentionMs);
    if (!job) return undefined;
    const { id: replayId, organizationId } = job;
    const nothing = { replayId, organizationId, endpointId: undefined, chosen: 0, made: 0, lookedAt: 0 };
    if (!job.settled) {
      // Persist may be storing an event at this moment for which it read the endpoints before the one of this job was there:
      // it is passed by only when it can be seen.
      await saveJob(client, replayId, SETTLE_MS);
      return { ...nothing, waitsFor: 'transactions', finished: false };
    }
    const part = await pickPart(client, replayId);
    if (!part) {
      const finished = await saveJob(client, replayId, 0);
      return { ...nothing, waitsFor: undefined, finished };
    }
    const change = await doPart(client, job, part, Math.min(job.rate, deps.rate));
    const chosen = (change.replayed ?? 0) + (change.made ?? 0);
    if (chosen > 0) deps.failpoint('replay:after-choose');
    await savePart(client, replayId, part, change);
    const finished = await saveJob(client, replayId, (1000 * chosen) / job.rate);
    const { made = 0, lookedAt = 0, waitsFor } = change;
    return { ...nothing, endpointId: part.endpointId, chosen, made, lookedAt, waitsFor, finished };
  });
}

async function doPart(client: PoolClient, job: JobRow, part: PartRow, rate: number): Promise<PartChange> {
  const { id, organizationId, fromMicros, toMicros } = job;
  const { endpointId, ordered } = part;
  if (part.deleted) return { nextInMs: 0, outcome: 'endpoint_deleted' };
  const most = { underWay: MAX_UNDER_WAY, pending: MAX_PENDING };
  const room = await readRoom(client, { organizationId, endpointId, ordered }, most);
  const granted = grant(part, room, rate);
  if (granted.kind === 'wait') {
    return { nextInMs: granted.ms, burst: granted.burst, waitsFor: granted.waitsFor };
  }
  const days = { first: dayOf(fromMicros), last: dayOf(toMicros) };
  const place = await placeOf(client, part, days);
  if (!place) return { nextInMs: 0, outcome: 'finished' };
  const { page, passedBy } = ofTypes(await readPage(client, job, part, place, granted.most), job.eventTypes);
  const asked = toMatch(job.selection, part, page.candidates);
  const matched = await readMatched(client, place.day, asked, { bodies: part.filters !== null });
  const { again, missing, lookedAt } = choose(job.selection, part, page.candidates, matched, granted.most);
  const replayed = await replayDeliveries(client, place.day, again, job);
  const made = await makeMissing(client, place.day, missing, { id, endpointId });
  const isWhole = lookedAt === page.candidates.length;
  const next =
    isWhole && page.isLast ? await dayAfter(client, place.day, days) : placeIn(job, place, page, lookedAt);
  return {
    lookedAt: lookedAt + (isWhole ? passedBy : 0),
    ...{ replayed, made, burst: granted.burst },
    ...(next ? { place: next } : { outcome: 'finished' as const }),
    nextInMs: replayed + made > 0 ? granted.ms : 0,
  };
}

function readPage(
  client: PoolClient,
  job: JobRow,
  part: PartRow,
  place: Place,
  most: number,
): Promise<CandidatePage> {
  return job.selection === 'failed'
    ? readFailedCandidates(client, job, part.endpointId, place, pageSize(part, most, FAILED_PAGE))
    : readEventCandidates(client, job, part.endpointId, place, pageSize(part, most, EVENTS_PAGE));
}

/** Where the part goes on; undefined when nothing of its time is kept any more. */
async function placeOf(client: PoolClient, part: PartRow, days: Days): Promise<Place | undefined> {
  const { day, acceptedMicros, eventId } = part;
  // A day that retention has dropped meanwhile has nothing left to look at; the next one has.
  if (day !== null && day >= days.first) return { day, acceptedMicros, eventId };
  return await dayAfter(client, '', days);
}

interface Days {
  readonly first: string;
  readonly last: string;
}

/** The beginning of the next day that there is. */
async function dayAfter(client: PoolClient, day: string, { first, last }: Days): Promise<Place | undefined> {
  const days = await listEventDays(client, { newest: last, oldest: first });
  const next = days.filter((one) => one > day).at(-1);
  return next === undefined ? undefined : { day: next, acceptedMicros: null, eventId: null };
}

/** The place in a day behind as many candidates of a page, or behind all that the page has looked at. */
function placeIn({ selection }: JobRow, { day }: Place, page: CandidatePage, lookedAt: number): Place {
  const { candidates, through } = page;
  const last = lookedAt === candidates.length && through ? through : candidates[lookedAt - 1];
  if (!last) throw new TypeError('a page that is not the last has looked at nothing');
  // Failed deliveries are not read in the order of time.
  return { day, acceptedMicros: selection === 'failed' ? null : last.micros, eventId: last.eventId };
}

/** The UTC day of a moment, `YYYY-MM-DD`. */
function dayOf(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}
