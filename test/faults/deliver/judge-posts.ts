// What came to the receivers, delivery by delivery: signed, the right bytes, never early, never twice without a cause.
import type { Ladder } from '@hopline/wire/ladder';
import { Webhook } from 'standardwebhooks';
import type { Faults } from '../judge.ts';
import { RETRY_AFTER_MS } from './endpoints.ts';
import type { Case, JudgeLimits } from './judge.ts';
import type { Post } from './webhook-receiver.ts';

export interface PostCounts {
  /** Posts of which no result was written: each of them is repeated. */
  readonly doubled: number;
  /** Posts before they were due. */
  readonly early: number;
  /** Posts whose signature, stamp or id is not as it must be. */
  readonly unsigned: number;
}

/** The clock that the receivers read has whole milliseconds. */
const CLOCK_MS = 1;

export function judgePosts(
  cases: readonly Case[],
  ladder: Ladder,
  limits: JudgeLimits,
  faults: Faults,
): PostCounts {
  const verifiers = new Map(cases.map(({ endpoint }) => [endpoint.id, new Webhook(endpoint.secret)]));
  let doubled = 0;
  let early = 0;
  let unsigned = 0;
  for (const one of cases) {
    const { endpoint, posts, body, id } = one;
    const unrecorded = withoutResult(one);
    doubled += unrecorded;
    early += countEarly(one, unrecorded, ladder, limits, faults);
    for (const post of posts) {
      if (!post.body.equals(body)) faults.add('a post with other bytes', id);
      const problem = signatureProblem(verifiers.get(endpoint.id), post, limits.stampToleranceMs);
      if (problem === undefined) continue;
      faults.add('a post that is not signed as it must be', `${problem}, ${id}`);
      unsigned += 1;
    }
  }
  return { doubled, early, unsigned };
}

/** How many of the posts no attempt's row is about. */
function withoutResult({ attempts, posts }: Case): number {
  const left = posts.map(({ status }) => status);
  for (const { statusCode } of attempts) {
    // One that got no answer may never have arrived.
    const unanswered = left.indexOf(0);
    const at =
      statusCode === null ? (unanswered < 0 ? left.length - 1 : unanswered) : left.indexOf(statusCode);
    if (at >= 0) left.splice(at, 1);
  }
  return left.length;
}

function countEarly(
  { id, posts }: Case,
  unrecorded: number,
  ladder: Ladder,
  { leastLeaseMs }: JudgeLimits,
  faults: Faults,
): number {
  let early = 0;
  for (const [i, post] of posts.entries()) {
    const before = posts[i - 1];
    if (!before) continue;
    if (before.endedAt === undefined || post.at < before.endedAt) {
      faults.add('two posts of a delivery at a time', `${id}, post ${i + 1}`);
      continue;
    }
    // A post without a result takes no step of the ladder. Which one it was is not known: the least that is sure.
    const step = Math.max(0, i - 1 - unrecorded);
    const passedMs = post.at - before.endedAt + CLOCK_MS;
    const dueMs = leastDelayMs(before, ladder.steps[step]?.delayMs ?? 0, leastLeaseMs);
    if (passedMs >= dueMs) continue;
    faults.add('a post before it was due', `${id}, post ${i + 1}: after ${passedMs} of ${dueMs} ms`);
    early += 1;
  }
  return early;
}

function leastDelayMs({ status, at, endedAt }: Post, delayMs: number, leaseMs: number): number {
  // Nobody has written that it was taken; else there would be no other post. The lease had to run out.
  if (status >= 200 && status < 300) return leaseMs - ((endedAt ?? at) - at);
  return status === 429 ? Math.max(delayMs, RETRY_AFTER_MS) : delayMs;
}

function signatureProblem(
  verifier: Webhook | undefined,
  post: Post,
  toleranceMs: number,
): string | undefined {
  const { headers, webhookId, body, at } = post;
  const stamp = Number(headers['webhook-timestamp']);
  if (!Number.isInteger(stamp)) return `the stamp is ${headers['webhook-timestamp']}`;
  // By the reference library, at the time that the webhook says; `verify` would take today's.
  const right = verifier?.sign(webhookId, new Date(stamp * 1000), body.toString());
  const given = headers['webhook-signature']?.split(' ') ?? [];
  if (right === undefined || !given.includes(right)) return 'the signature is another';
  const offMs = Math.abs(stamp * 1000 - at);
  return offMs > toleranceMs ? `the stamp is ${offMs} ms off` : undefined;
}
