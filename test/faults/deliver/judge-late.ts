// While nothing is wrong but what receivers answer, a retry comes when it is due, and not much later.
import type { Ladder } from '@hopline/wire/ladder';
import type { Faults } from '../judge.ts';
import { RETRY_AFTER_MS } from './endpoints.ts';
import type { Case } from './judge.ts';
import type { Post } from './webhook-receiver.ts';

/** What is promised. From the receiver's answer on: the time that it takes to write the result down is in it. */
export const LATE_MS = 1500;

/** @returns how many retries were late. A retry that never came is none of them, but lost. */
export function countLate(cases: readonly Case[], ladder: Ladder, faults: Faults): number {
  let late = 0;
  for (const ofEndpoint of Map.groupBy(cases, ({ endpoint }) => endpoint.id).values()) {
    const asked = ofEndpoint
      .flatMap(({ posts }) =>
        posts.flatMap(({ status, endedAt }) => (status === 429 && endedAt ? [endedAt] : [])),
      )
      .sort((a, b) => a - b);
    for (const { id, posts } of ofEndpoint) {
      for (const [i, post] of posts.entries()) {
        const before = posts[i - 1];
        if (!before) continue;
        const due = dueAt(before, ladder.steps[i - 1]?.delayMs ?? 0, asked);
        if (due === undefined || post.at - due < LATE_MS) continue;
        faults.add('a retry that was late', `${id}, post ${i + 1}: ${post.at - due} ms after it was due`);
        late += 1;
      }
    }
  }
  return late;
}

/** @param asked when the endpoint has asked for a pause, in order: each holds what is not over by then */
function dueAt({ status, endedAt }: Post, delayMs: number, asked: readonly number[]): number | undefined {
  if (endedAt === undefined || status < 300) return undefined;
  let due = endedAt + delayMs;
  for (const from of asked) if (from < due + LATE_MS) due = Math.max(due, from + RETRY_AFTER_MS);
  return due;
}
