// The order of ordered endpoints, judged by what the receivers saw: the short form of `npm run faults -- deliver --only ordered`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeOrder, type PlacedDelivery } from '../faults/deliver/ordered/judge-order.ts';
import { openOrdered } from '../faults/deliver/ordered/open-ordered.ts';
import type { OrderedPost } from '../faults/deliver/ordered/ordered-receiver.ts';
import { summaryOf } from '../faults/deliver/ordered/play-ordered.ts';
import { runOrdered } from '../faults/deliver/ordered/run-ordered.ts';
import { createRandom } from '../support/fuzz-random.ts';

const PLAN = { keys: 200, burst: 3, rate: 30, seconds: 10, rebalanceMs: 1500, killEvery: 0, held: 60 };

test('no delivery comes before those of its key in front of it are over, whoever owns its endpoint', async (t) => {
  const seed = Date.now();
  t.diagnostic(`seed ${seed}`);
  const say = (text: string) => t.diagnostic(text);
  const random = createRandom(seed);
  const result = await runOrdered(await openOrdered(t, random), PLAN, random, say);
  t.diagnostic(summaryOf(result));
  assert.deepEqual(result.problems, []);
  assert.ok(result.posts > result.deliveries, 'some posts must have failed');
  assert.ok(result.rebalances >= 2);
});

const placed = (offset: bigint, given: Partial<PlacedDelivery> = {}): PlacedDelivery => ({
  ...{ eventId: `e${offset}`, endpoint: '/0', key: 'k', partition: 0, offset },
  ...{ state: 'succeeded', skipAfter: null, ...given },
});
const post = (n: number, arrival: number, answer: number | undefined, status = 200): OrderedPost => ({
  ...{ endpoint: '/0', webhookId: `e${n}`, at: arrival, arrival, answer, status },
});
const inversions = (deliveries: PlacedDelivery[], posts: OrderedPost[]) =>
  judgeOrder(deliveries, posts).inversions;

test('the judge sees what comes too soon, and what comes again too late', () => {
  const two = [placed(1n), placed(2n)];
  assert.equal(inversions(two, [post(1, 1, 2), post(2, 3, 4)]), 0);
  assert.equal(inversions(two, [post(1, 1, 2, 500), post(1, 3, 4), post(2, 5, 6)]), 0);
  assert.equal(inversions(two, [post(2, 1, 2), post(1, 3, 4)]), 1);
  assert.equal(inversions(two, [post(1, 1, 3), post(2, 2, 4)]), 1, 'before it was answered');
  assert.equal(inversions(two, [post(1, 1, 2, 500), post(2, 3, 4)]), 1, 'while it was not over');
  assert.equal(inversions(two, [post(1, 1, 2), post(2, 3, 4), post(1, 5, 6)]), 1, 'once more behind it');
  const apart = [placed(1n), placed(2n, { key: 'l' }), placed(0n, { eventId: 'e3', partition: 1 })];
  assert.equal(inversions(apart, [post(2, 1, 2), post(1, 3, 4), post(3, 5, 6)]), 0);
});

test('the judge knows when a key may go on without what has failed', () => {
  const skipping = [placed(1n, { skipAfter: 2, state: 'dead' }), placed(2n)];
  assert.equal(inversions(skipping, [post(1, 1, 2, 500), post(1, 3, 4, 500), post(2, 5, 6)]), 0);
  assert.equal(inversions(skipping, [post(1, 1, 2, 500), post(2, 3, 4)]), 1);
  const cancelled = [placed(1n, { state: 'cancelled' }), placed(2n)];
  assert.equal(inversions(cancelled, [post(1, 1, 2, 500), post(2, 3, 4)]), 0);
  assert.equal(
    inversions([placed(1n, { state: 'dead' }), placed(2n)], [post(1, 1, 2, 500), post(2, 3, 4)]),
    1,
  );
  assert.equal(judgeOrder([placed(1n)], [post(9, 1, 2)]).strangers, 1);
});
