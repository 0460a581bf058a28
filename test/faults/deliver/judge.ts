// The judgement: a pure function of what was sent, what the receivers saw and what was found. What the receivers saw is
// the truth of what was posted; the tables must say the same.
import { deliveryId } from '@hopline/wire/ids';
import { Faults } from '../judge.ts';
import { matches } from '../tenants.ts';
import { type DeliverEndpoint, isAnswering, isGone, isLying, mustEnd, OUTCOMES } from './endpoints.ts';
import type { AttemptRow, DeliverEvidence, DeliveryRow } from './evidence.ts';
import { judgeHolds } from './judge-holds.ts';
import { countLate } from './judge-late.ts';
import { judgePosts, type PostCounts } from './judge-posts.ts';
import type { Post } from './webhook-receiver.ts';

export interface DeliverJudgement extends PostCounts {
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  readonly deliveries: number;
  readonly dead: number;
  readonly posts: number;
  /**
   * Acknowledged events, deliveries and dead letters that are nowhere, deliveries to somebody who answers that have not
   * ended, and those that are said to have arrived and have not.
   */
  readonly lost: number;
  /** Retries that came too late; undefined where a fault may have held them up. */
  readonly late: number | undefined;
  /** Everything that is not as it must be, each kind in one line. */
  readonly problems: readonly string[];
}

/** All that is known of a delivery. */
export interface Case {
  readonly id: string;
  readonly eventId: string;
  readonly endpoint: DeliverEndpoint;
  /** The webhook's body, as it was sent. */
  readonly body: Buffer;
  readonly row: DeliveryRow | undefined;
  readonly attempts: readonly AttemptRow[];
  readonly posts: readonly Post[];
}

export interface JudgeLimits {
  /** How many posts may have no result: what was under way in processes that were killed. */
  readonly mayDouble: number;
  /** How far from the receivers' clock a stamp may be, in milliseconds. */
  readonly stampToleranceMs: number;
  /** How much later a post may be repeated at the earliest of which nothing is known, in milliseconds. */
  readonly leastLeaseMs: number;
  /** Whether nothing may be open at the end: nobody misbehaves. */
  readonly endsWhole: boolean;
  /** Whether nothing may come to an endpoint that has asked for a pause: no owner ended before it had written that. */
  readonly holds: boolean;
  /** Whether nothing but the receivers' answers may have held a retry up. */
  readonly isCalm: boolean;
}

export function judgeDeliver(evidence: DeliverEvidence, limits: JudgeLimits): DeliverJudgement {
  const { ledger, deliveries, posts } = evidence;
  const faults = new Faults();
  const cases = casesOf(evidence, faults);
  let lost = judgeEvents(evidence, faults);
  for (const one of cases) lost += judgeEnd(one, evidence, faults) + judgeAttempts(one, evidence, faults);
  const counts = judgePosts(cases, evidence.ladder, limits, faults);
  if (counts.doubled > limits.mayDouble) {
    faults.add(
      'more posts without a result than were under way',
      `${counts.doubled}, not ${limits.mayDouble}`,
    );
  }
  const late = limits.isCalm ? countLate(cases, evidence.ladder, faults) : undefined;
  if (limits.holds) judgeHolds(cases, faults);
  judgeStrangers(evidence, cases, faults);
  if (limits.endsWhole) judgeOffsets(evidence, faults);
  return {
    accepted: ledger.count('accepted'),
    refused: ledger.count('refused'),
    unknown: ledger.count('unknown'),
    deliveries: deliveries.length,
    dead: deliveries.filter(({ state }) => state === 'dead').length,
    posts: posts.length,
    ...counts,
    late,
    lost,
    problems: faults.lines(),
  };
}

const postKey = (eventId: string, behaviour: string) => `${eventId} ${behaviour}`;

/** Of each stored event one case for each endpoint that matches. */
function casesOf({ ledger, endpoints, events, ...found }: DeliverEvidence, faults: Faults): Case[] {
  const rows = new Map(found.deliveries.map((row) => [row.id, row]));
  const attempts = Map.groupBy(found.attempts, (row) => row.deliveryId);
  // No organization has two endpoints of a kind.
  const posts = Map.groupBy(found.posts, (post) => postKey(post.webhookId, post.behaviour));
  const sends = new Map(ledger.sends.map((send) => [send.event?.id, send]));
  return events.flatMap((eventId) => {
    const { event, outcome } = sends.get(eventId) ?? {};
    if (!event || outcome === 'refused') faults.add('an event that nobody sent', eventId);
    if (!event) return [];
    const mine = endpoints.filter(
      (one) => one.organizationId === event.organization_id && matches(one, event.type),
    );
    return mine.map((endpoint): Case => {
      const id = deliveryId(eventId, endpoint.id);
      return {
        ...{ id, eventId, endpoint, body: event.body, row: rows.get(id), attempts: attempts.get(id) ?? [] },
        posts: posts.get(postKey(eventId, endpoint.behaviour)) ?? [],
      };
    });
  });
}

function judgeEvents({ ledger, events }: DeliverEvidence, faults: Faults): number {
  const stored = new Set(events);
  let lost = 0;
  for (const { event, outcome, number } of ledger.sends) {
    if (outcome === 'waiting') faults.add('a record that had no answer', `send ${number}`);
    if (outcome !== 'accepted' || !event || stored.has(event.id)) continue;
    faults.add('an accepted event that is not stored', event.id);
    lost += 1;
  }
  return lost;
}

/** How it ended: delivered where somebody takes it, dead with a letter after the last rung. */
function judgeEnd(
  { id, endpoint, row, attempts, posts }: Case,
  { ladder, letters }: DeliverEvidence,
  faults: Faults,
): number {
  const lose = (kind: string, example = `${id} to ${endpoint.behaviour}`) => {
    faults.add(kind, example);
    return 1;
  };
  // Disabled endpoints have none.
  if (!row) return isGone(endpoint) ? 0 : lose('a delivery that is missing');
  const answers = isAnswering(endpoint) || isLying(endpoint);
  const isOpen = row.state === 'pending' || row.state === 'sending';
  if (isOpen) return mustEnd(endpoint) ? lose('a delivery that has not ended', `${id}: ${row.state}`) : 0;
  if (row.state === 'cancelled') return answers ? lose('a delivery that was cancelled') : 0;
  if (row.state === 'succeeded') {
    if (!answers) faults.add('a success of an endpoint that has none', `${id} to ${endpoint.behaviour}`);
    const isTaken = posts.some(({ status }) => status >= 200 && status < 300);
    return isTaken ? 0 : lose('a delivery that is said to have arrived and has not');
  }
  const rungs = ladder.steps.length;
  if (attempts.length <= rungs) {
    return lose(
      'a delivery that was given up early',
      `${id} after ${attempts.length} of ${rungs + 1} attempts`,
    );
  }
  const letter = letters.find(({ deliveryId }) => deliveryId === id);
  if (!letter || !row.isDeadLettered) return lose('a dead delivery without a dead letter');
  if (letter.reason !== 'exhausted')
    faults.add('a dead letter with another reason', `${id}: ${letter.reason}`);
  return 0;
}

/** What the attempts' rows say is what the receivers did. */
function judgeAttempts(
  { id, endpoint, row, attempts, posts }: Case,
  { ladder }: DeliverEvidence,
  faults: Faults,
): number {
  const successes = attempts.filter(({ outcome }) => outcome === 'succeeded').length;
  const isSuccess = row?.state === 'succeeded';
  if (successes !== (isSuccess ? 1 : 0) || (isSuccess && attempts.at(-1)?.outcome !== 'succeeded')) {
    faults.add('a success that is not its last attempt', `${id}: ${successes} successes, ${row?.state}`);
  }
  if (attempts.length > ladder.steps.length + 1) {
    faults.add('more attempts than the ladder has', `${id}: ${attempts.length}`);
  }
  const answers = posts.map(({ status }) => status);
  for (const { statusCode, outcome, number } of attempts) {
    const allowed = OUTCOMES[endpoint.behaviour];
    if (allowed && !allowed.includes(outcome)) {
      faults.add('an attempt with another outcome', `${outcome} of ${endpoint.behaviour}`);
    }
    if (statusCode === null) continue;
    const at = answers.indexOf(statusCode);
    if (at < 0)
      faults.add('a recorded answer that nobody gave', `${statusCode} in attempt ${number} of ${id}`);
    else answers.splice(at, 1);
  }
  return 0;
}

/** Rows, posts and dead letters that belong to no event. */
function judgeStrangers(
  { deliveries, letters, posts, followed }: DeliverEvidence,
  cases: readonly Case[],
  faults: Faults,
): void {
  const states = new Map(cases.map(({ id, row }) => [id, row?.state]));
  for (const { id, eventId } of deliveries) {
    if (!states.has(id)) faults.add('a delivery that should not be', `${id} of event ${eventId}`);
  }
  for (const one of letters) {
    const state = states.get(one.deliveryId);
    if (state !== 'dead') faults.add('a dead letter of what is not dead', `${one.deliveryId}: ${state}`);
  }
  const known = new Set(cases.flatMap((one) => one.posts));
  for (const post of posts) {
    if (!known.has(post)) faults.add('a post that should not be', `${post.webhookId} to ${post.behaviour}`);
  }
  if (followed.length > 0) faults.add('a redirect that was followed', `${followed.length} times`);
}

function judgeOffsets({ ends, committed }: DeliverEvidence, faults: Faults): void {
  for (const [partition, end] of ends.entries()) {
    if (end === 0n || committed[partition] === end) continue;
    faults.add('an offset that is not committed', `${partition}: ${committed[partition]}, not ${end}`);
  }
}
