// The judgement of a rolling run: a pure function of what was sent and answered, what came to the receivers, and what the
// tables say. Every receiver takes everything, so nothing may be missing, be posted more often than there were attempts, or
// wait for long.
import { Faults } from '../judge.ts';
import type { Sent } from './http-load.ts';
import { longestPauseMs, type Wait } from './longest-pause.ts';
import type { RollingPost } from './receivers.ts';

export interface RollingEndpoint {
  readonly id: string;
  readonly organizationId: string;
  readonly path: string;
  readonly ordered: boolean;
}

export interface StoredEvent {
  readonly id: string;
  readonly organizationId: string;
  /** Of an event with an ordering key, that; else its organization's own order. */
  readonly orderingKey: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface StoredDelivery {
  readonly eventId: string;
  readonly endpointId: string;
  readonly state: string;
  /** Those whose result is recorded. */
  readonly attempts: number;
}

export interface RollingEvidence {
  readonly sent: readonly Sent[];
  readonly posts: readonly RollingPost[];
  readonly endpoints: readonly RollingEndpoint[];
  readonly events: readonly StoredEvent[];
  readonly deliveries: readonly StoredDelivery[];
  /** Records that persist has set aside. */
  readonly poison: number;
}

export interface RollingJudgement {
  readonly sent: number;
  /** Requests that were not answered 2xx. */
  readonly refused: number;
  readonly events: number;
  readonly posts: number;
  /** Accepted events that are not stored, and deliveries that no receiver has got. */
  readonly lost: number;
  /** Rows too many. */
  readonly doubled: number;
  /** Posts of which nobody has recorded what came of them: they were made again. */
  readonly twice: number;
  /** Attempts that were recorded as failed and made again: on a busy machine receivers may be too slow. */
  readonly retried: number;
  /** Events that came to an ordered endpoint before one in front of them in their key. */
  readonly inverted: number;
  /** The longest time in which an endpoint got nothing although something was due to it, in milliseconds. */
  readonly pauseMs: number;
  /** The longest time that a request took, in milliseconds. */
  readonly slowestMs: number;
  /** From the 202 to the post, in milliseconds; half and 99 of 100 came within. */
  readonly p50: number;
  readonly p99: number;
  readonly problems: readonly string[];
}

export const LONGEST_PAUSE_MS = 5000;

/** By default. */
export const ACCEPT_TIMEOUT_MS = 5000;
/** What a busy machine adds to it. */
const BUSY_MS = 2000;

export interface RollingRules {
  /** Something is away: requests may be refused and receivers may wait, but no request may hang. */
  readonly mayRefuse?: boolean;
  /** How long an event may wait for Kafka, in milliseconds. */
  readonly acceptTimeoutMs?: number;
  /** How long something else may hold the machine up, in milliseconds: requests and receivers may wait so much longer. */
  readonly heldUpMs?: number;
}

export function judgeRolling(
  evidence: RollingEvidence,
  { mayRefuse = false, acceptTimeoutMs = ACCEPT_TIMEOUT_MS, heldUpMs = 0 }: RollingRules = {},
): RollingJudgement {
  const faults = new Faults();
  const { sent, posts, endpoints, events, deliveries, poison } = evidence;
  const bad = sent.filter(({ status }) => status < 200 || status > 299);
  for (const { number, problem } of mayRefuse ? [] : bad)
    faults.add('a request that was not answered 2xx', `${number}: ${problem}`);
  const slowestMs = judgeAnswers(sent, acceptTimeoutMs + BUSY_MS + heldUpMs, faults);
  if (poison > 0) faults.add('an event that was set aside', `${poison} of them`);
  const firsts = firstPosts(posts);
  const { waits, lost } = judgeArrivals(evidence, firsts, faults);
  const twice = countTwice(evidence, faults);
  const retried = deliveries.reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0);
  const inverted = countInverted(endpoints, events, [...firsts.values()], faults);
  const doubled = countDoubled(evidence, faults);
  const all = [...waits.values()].flat();
  const delays = all.flatMap(({ at, dueAt }) => (at === undefined ? [] : [at - dueAt])).sort((a, b) => a - b);
  const within = (share: number) =>
    delays[Math.min(delays.length - 1, Math.floor(share * delays.length))] ?? 0;
  let pauseMs = 0;
  for (const [path, ofEndpoint] of waits) {
    const longest = longestPauseMs(ofEndpoint);
    pauseMs = Math.max(pauseMs, longest.ms);
    if (mayRefuse || longest.ms < LONGEST_PAUSE_MS + heldUpMs) continue;
    faults.add(
      'a pause that was too long',
      `${path} got nothing for ${longest.ms} ms until ${clock(longest.until)}`,
    );
  }
  return {
    ...{ sent: sent.length, refused: bad.length, events: events.length, posts: posts.length },
    ...{
      lost: lost + deliveries.filter(({ state }) => state !== 'succeeded').length,
      doubled,
      ...{ twice, retried, inverted },
    },
    ...{ pauseMs, slowestMs, p50: within(0.5), p99: within(0.99), problems: faults.lines() },
  };
}

function judgeAnswers(sent: readonly Sent[], longestMs: number, faults: Faults): number {
  let slowestMs = 0;
  for (const { number, at, endedAt } of sent) {
    const tookMs = endedAt - at;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > longestMs) faults.add('a request that took too long', `${number}: ${tookMs} ms`);
  }
  return slowestMs;
}

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 23);
const postKey = (path: string, webhookId: string) => `${path} ${webhookId}`;

function firstPosts(posts: readonly RollingPost[]): Map<string, RollingPost> {
  const firsts = new Map<string, RollingPost>();
  for (const post of posts) {
    const key = postKey(post.endpoint, post.webhookId);
    if (!firsts.has(key)) firsts.set(key, post);
  }
  return firsts;
}

/** Each accepted event is stored and has come to each endpoint of its organization; nothing else has come. */
function judgeArrivals(
  { sent, endpoints, events, deliveries }: RollingEvidence,
  firsts: ReadonlyMap<string, RollingPost>,
  faults: Faults,
): { waits: Map<string, Wait[]>; lost: number } {
  const stored = new Set(events.map(({ id }) => id));
  const known = new Set(sent.map(({ id }) => id));
  const byOrganization = Map.groupBy(endpoints, ({ organizationId }) => organizationId);
  const waits = new Map<string, Wait[]>(endpoints.map(({ path }) => [path, []]));
  let lost = 0;
  for (const { id, organizationId, answeredAt } of sent) {
    if (id === undefined || answeredAt === undefined) continue;
    if (!stored.has(id)) {
      faults.add('an accepted event that is not stored', id);
      lost += 1;
    }
    for (const { path } of byOrganization.get(organizationId) ?? []) {
      const post = firsts.get(postKey(path, id));
      if (!post) {
        faults.add('a delivery that came to no receiver', `${id} to ${path}`);
        lost += 1;
      }
      // It may be quicker than the answer to its own request.
      waits.get(path)?.push({ dueAt: Math.min(answeredAt, post?.at ?? answeredAt), at: post?.at });
    }
  }
  for (const { webhookId, endpoint } of firsts.values()) {
    if (!known.has(webhookId) && !stored.has(webhookId))
      faults.add('a post that should not be', `${webhookId} to ${endpoint}`);
  }
  for (const { eventId, state } of deliveries) {
    if (state !== 'succeeded') faults.add('a delivery that has not succeeded', `${eventId}: ${state}`);
  }
  return { waits, lost };
}

/** Each post has its attempt's row. One that has none is repeated when its lease is over. */
function countTwice({ posts, endpoints, deliveries }: RollingEvidence, faults: Faults): number {
  const paths = new Map(endpoints.map(({ id, path }) => [id, path]));
  const recorded = new Map(
    deliveries.map(({ eventId, endpointId, attempts }) => [
      postKey(paths.get(endpointId) ?? '', eventId),
      attempts,
    ]),
  );
  let twice = 0;
  for (const [key, of] of Map.groupBy(posts, ({ endpoint, webhookId }) => postKey(endpoint, webhookId))) {
    const more = of.length - (recorded.get(key) ?? of.length);
    if (more <= 0) continue;
    faults.add('a post of which nobody knows what came of it', `${more} of ${key}`);
    twice += more;
  }
  return twice;
}

/** One row for each event, one delivery for each event and endpoint; a request that failed may have made its event all the same. */
function countDoubled({ sent, events, deliveries }: RollingEvidence, faults: Faults): number {
  const ids = new Set(events.map(({ id }) => id));
  const pairs = new Set(deliveries.map(({ eventId, endpointId }) => `${eventId} ${endpointId}`));
  const doubled = events.length - ids.size + deliveries.length - pairs.size;
  if (doubled > 0) faults.add('a row too many', `${doubled} of them`);
  if (ids.size > sent.length) faults.add('an event that nobody sent', `${ids.size} of ${sent.length}`);
  return doubled;
}

/** Of each key of an ordered endpoint, posts come in the order in which its events stand in the log. */
function countInverted(
  endpoints: readonly RollingEndpoint[],
  events: readonly StoredEvent[],
  posts: readonly RollingPost[],
  faults: Faults,
): number {
  const byId = new Map(events.map((event) => [event.id, event]));
  const ordered = new Set(endpoints.filter((one) => one.ordered).map(({ path }) => path));
  const newest = new Map<string, StoredEvent>();
  let inverted = 0;
  for (const { endpoint, webhookId } of posts) {
    const event = ordered.has(endpoint) ? byId.get(webhookId) : undefined;
    if (!event) continue;
    const key = `${endpoint} ${event.organizationId} ${event.orderingKey}`;
    const before = newest.get(key);
    // Of one key all stand in one partition.
    if (before && before.offset > event.offset) {
      faults.add('a post out of order', `${webhookId} after ${before.id} to ${endpoint}`);
      inverted += 1;
    } else newest.set(key, event);
  }
  return inverted;
}
