import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { fetchWait, IDLE_AFTER_MS, IDLE_WAIT_MS, overrideIdleFetch } from './idle-fetch-override.ts';
import type { ConsumerGroup, FetchedBatch } from './kafkajs-internals.ts';

const EMPTY: FetchedBatch = {
  topic: 't',
  partition: 0,
  fetchedOffset: '5',
  highWatermark: '6',
  rawMessages: [],
};
const FILLED: FetchedBatch = {
  topic: 't',
  partition: 0,
  fetchedOffset: '5',
  highWatermark: '6',
  rawMessages: [{}],
};

/** A group with the parts of kafkajs's that the override touches; it notes down how long each fetch may take. */
class Group implements ConsumerGroup {
  readonly offsetManager = null;
  readonly assigners = [];
  memberId = null;
  maxWaitTime = 250;
  paused: object[] = [];
  answer: FetchedBatch[] = [];
  readonly waits: number[] = [];
  readonly subscriptionState = { paused: () => this.paused };
  async joinAndSync(): Promise<void> {}
  async fetch(_nodeId: string): Promise<FetchedBatch[]> {
    this.waits.push(this.maxWaitTime);
    return this.answer;
  }
}
overrideIdleFetch({ ConsumerGroup: Group });

test('a fetch waits longer only when nothing comes in and nothing is paused', () => {
  const cases = [
    [{ quietMs: 0, isPaused: false }, 250],
    [{ quietMs: IDLE_AFTER_MS - 1, isPaused: false }, 250],
    [{ quietMs: IDLE_AFTER_MS, isPaused: false }, IDLE_WAIT_MS],
    [{ quietMs: IDLE_AFTER_MS, isPaused: true }, 250],
  ] as const;
  for (const [state, wait] of cases) assert.equal(fetchWait(250, state), wait, JSON.stringify(state));
  assert.equal(fetchWait(3000, { quietMs: IDLE_AFTER_MS, isPaused: false }), 3000);
});

test('a consumer becomes patient once nothing comes in, and is as before from the next record on', async (t) => {
  let now = 0;
  const clock = mock.method(performance, 'now', () => now);
  t.after(() => clock.mock.restore());
  const group = new Group();
  const fetchAfter = async (ms: number, ...answer: FetchedBatch[]) => {
    now += ms;
    group.answer = answer;
    return await group.fetch('1');
  };
  assert.deepEqual(await fetchAfter(0, EMPTY, FILLED), [FILLED]);
  await fetchAfter(IDLE_AFTER_MS - 1, EMPTY);
  await fetchAfter(1, EMPTY);
  await fetchAfter(0, FILLED);
  await fetchAfter(0);
  group.paused = [{}];
  await fetchAfter(IDLE_AFTER_MS);
  group.paused = [];
  await fetchAfter(0);
  assert.deepEqual(group.waits, [250, 250, IDLE_WAIT_MS, IDLE_WAIT_MS, 250, 250, IDLE_WAIT_MS]);
});
