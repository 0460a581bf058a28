import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HoplineError } from '../errors.ts';
import type { Outcome } from './batch-outcomes.ts';
import { type EncodedEvent, encodeEvent } from './event.ts';
import { sendEach } from './send-each.ts';

const policy = { retries: 2, initialMs: 1, maxMs: 1 };
const events = (...names: string[]) =>
  names.map((name) => encodeEvent({ type: 'a', payload: {}, dedupId: name }));

const accepted = (id: string): Outcome => ({ status: 'accepted', id });
const refused = (code: string, isRetryable: boolean): Outcome => ({
  status: 'refused',
  error: new HoplineError({ code, detail: 'x', isRetryable }),
});
const unknown: Outcome = {
  status: 'unknown',
  error: new HoplineError({
    code: 'HPL_INGEST_UNAVAILABLE',
    detail: 'x',
    isRetryable: true,
    isUnknown: true,
  }),
};

/** Sends with an answer for each event and attempt of it; gives what was posted and what became of each. */
async function play(names: readonly string[], answer: (name: string, attempt: number) => Outcome) {
  const posts: string[][] = [];
  const outcomes: (Outcome | undefined)[] = names.map(() => undefined);
  const attempts = new Map<string, number>();
  const post = async (batch: readonly EncodedEvent[]) => {
    posts.push(batch.map(({ dedupId }) => dedupId));
    return batch.map(({ dedupId }) => {
      const attempt = (attempts.get(dedupId) ?? 0) + 1;
      attempts.set(dedupId, attempt);
      return answer(dedupId, attempt);
    });
  };
  const settle = (i: number, outcome: Outcome) => {
    assert.equal(outcomes[i], undefined, 'settled twice');
    outcomes[i] = outcome;
  };
  await sendEach(post, events(...names), { policy, settle });
  return { posts, outcomes };
}

test('only what may be accepted later is sent again, in its order', async () => {
  const { posts, outcomes } = await play(['a', 'b', 'c', 'd'], (name, attempt) => {
    if (name === 'b') return refused('HPL_REQUEST_INVALID', false);
    return name === 'a' || attempt > 1 ? accepted(name) : refused('HPL_RATE_LIMITED', true);
  });
  assert.deepEqual(posts, [
    ['a', 'b', 'c', 'd'],
    ['c', 'd'],
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome?.status),
    ['accepted', 'refused', 'accepted', 'accepted'],
  );
});

test('what is refused after an attempt that ended unknown stays unknown', async () => {
  const { outcomes } = await play(['a'], (_, attempt) =>
    attempt === 1 ? unknown : refused('HPL_AUTH_KEY_REFUSED', false),
  );
  const [outcome] = outcomes;
  assert.ok(outcome?.status === 'unknown' && outcome.error.isUnknown);
  assert.equal(outcome.error.code, 'HPL_AUTH_KEY_REFUSED');
});

test('it is given up after the retries', async () => {
  const { posts, outcomes } = await play(['a'], () => unknown);
  assert.equal(posts.length, 3);
  assert.equal(outcomes[0]?.status, 'unknown');
});

test('progress begins the retries anew', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  // Each attempt accepts one more: more attempts than retries, and none is given up.
  const { posts, outcomes } = await play(names, (name, attempt) =>
    attempt > names.indexOf(name) ? accepted(name) : refused('HPL_RATE_LIMITED', true),
  );
  assert.equal(posts.length, 6);
  assert.ok(outcomes.every((outcome) => outcome?.status === 'accepted'));
});

test('an abort ends the wait between two attempts', async () => {
  const controller = new AbortController();
  const post = async () => {
    controller.abort(new Error('enough'));
    return [unknown];
  };
  const sending = sendEach(post, events('a'), {
    policy: { retries: 5, initialMs: 60_000, maxMs: 60_000 },
    settle: () => assert.fail('settled'),
    signal: controller.signal,
  });
  await assert.rejects(sending, /enough/);
});
