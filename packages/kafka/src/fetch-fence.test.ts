import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { fenceFetches } from './fetch-fence.ts';
import type { ConsumerGroup, FetchedBatch, Runner } from './kafkajs-internals.ts';

const batch: FetchedBatch = {
  topic: 't',
  partition: 0,
  fetchedOffset: '5',
  highWatermark: '6',
  rawMessages: [{}],
};
let handled: FetchedBatch[];
let duringFetch: () => void;

/** A group and a runner with the parts of kafkajs's that the fence touches. */
class Group implements ConsumerGroup {
  offsetManager = {};
  readonly assigners = [];
  maxWaitTime = 250;
  readonly subscriptionState = { paused: () => [] };
  memberId = null;
  async joinAndSync(): Promise<void> {}
  async fetch(): Promise<FetchedBatch[]> {
    duringFetch();
    return [batch];
  }
  /** What another fetch loop does when it finds that a leader has moved. */
  joinAgain(): void {
    this.offsetManager = {};
  }
}
class BatchRunner implements Runner {
  readonly consumerGroup = new Group();
  async handleBatch(one: FetchedBatch): Promise<void> {
    handled.push(one);
  }
}
fenceFetches({ ConsumerGroup: Group, Runner: BatchRunner });

beforeEach(() => {
  handled = [];
  duringFetch = () => {};
});

async function fetchWith(runner: BatchRunner): Promise<FetchedBatch> {
  const [fetched] = await (runner.consumerGroup as ConsumerGroup).fetch('1');
  return fetched as FetchedBatch;
}

test('what was fetched for the current assignment is handled', async () => {
  const runner = new BatchRunner();
  await runner.handleBatch(await fetchWith(runner));
  assert.deepEqual(handled, [batch]);
});

test('what was asked for before the assignment changed is dropped', async () => {
  const runner = new BatchRunner();
  duringFetch = () => runner.consumerGroup.joinAgain();
  await runner.handleBatch(await fetchWith(runner));
  assert.deepEqual(handled, []);
});

test('what waits to be handled when the assignment changes is dropped', async () => {
  const runner = new BatchRunner();
  const fetched = await fetchWith(runner);
  runner.consumerGroup.joinAgain();
  await runner.handleBatch(fetched);
  assert.deepEqual(handled, []);
});
