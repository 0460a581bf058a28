import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { ProduceVerdict } from './error-codes.ts';
import { KafkaUnavailableError, PublisherFullError, RecordTooLargeError } from './errors.ts';
import { type BatchTransport, MicroBatcher } from './micro-batcher.ts';
import type { Ack, OutgoingRecord } from './port.ts';
import type { PartitionRecords } from './produce-exchange.ts';

const LIMITS = {
  batchRecords: 100,
  batchBytes: 50_000,
  gatherMs: 0,
  bufferRecords: 1000,
  bufferBytes: 1_000_000,
};

function record(partition: number, key: string, valueBytes = 10): OutgoingRecord {
  return { topic: 't', partition, key, value: Buffer.alloc(valueBytes), headers: {} };
}

/** One request that was sent and whose answer the test gives. */
interface Sent {
  readonly leader: number;
  readonly partitions: readonly PartitionRecords[];
  readonly answer: (verdict: ProduceVerdict) => void;
}

/** Brokers that answer when the test says so; partition p is led by broker p mod `brokers`. */
function brokers(count: number, limits = LIMITS): { batcher: MicroBatcher; next: () => Promise<Sent> } {
  const sent: Sent[] = [];
  const waiting: ((one: Sent) => void)[] = [];
  let offset = 0n;
  const transport: BatchTransport = {
    leaderOf: (_topic, partition) => partition % count,
    refreshLeaders: async () => {},
    send: (leader, partitions) =>
      new Promise((resolve) => {
        const answer = (verdict: ProduceVerdict) => {
          resolve(partitions.map(() => ({ verdict, baseOffset: offset })));
          offset += 1000n;
        };
        const one = { leader, partitions, answer };
        const waiter = waiting.shift();
        if (waiter) waiter(one);
        else sent.push(one);
      }),
  };
  const next = () =>
    new Promise<Sent>((resolve) => {
      const one = sent.shift();
      if (one) resolve(one);
      else waiting.push(resolve);
    });
  return { batcher: new MicroBatcher(transport, limits), next };
}

/** Time that passes only when the test says so. */
function stopClock(t: TestContext): (ms: number) => void {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  return (ms) => {
    now += ms;
    // Its timers fire a millisecond late, so that they never fire early.
    t.mock.timers.tick(ms + 1);
  };
}

/** Each with a promise of its own. */
function addAll(
  batcher: MicroBatcher,
  records: readonly OutgoingRecord[],
  timeoutMs: number,
): Promise<Ack>[] {
  return records.map((one) => batcher.addOne(one, timeoutMs));
}

test('says once that the buffer fills up, and once that it has drained', async () => {
  const told: string[] = [];
  const transport: BatchTransport = {
    leaderOf: () => 0,
    refreshLeaders: async () => {},
    send: async (_leader, partitions) => partitions.map(() => ({ verdict: 'acked', baseOffset: 0n })),
  };
  const limits = { ...LIMITS, bufferRecords: 10 };
  const batcher = new MicroBatcher(transport, limits, (change, { records }) =>
    told.push(`${change} ${records}`),
  );
  const answers = Array.from({ length: 10 }, () => addAll(batcher, [record(0, 'a')], 5000)).flat();
  assert.deepEqual(told, ['filling 8']);
  await Promise.all(answers);
  assert.deepEqual(told, ['filling 8', 'drained 4']);
});

const keys = (sent: Sent) => sent.partitions.map(({ records }) => records.map((one) => one.key).join(''));

test('what arrives while a batch is under way gathers into the next one', async () => {
  const { batcher, next } = brokers(1);
  const first = addAll(batcher, [record(0, 'a')], 5000);
  const one = await next();
  const second = [...addAll(batcher, [record(0, 'b')], 5000), ...addAll(batcher, [record(1, 'x')], 5000)];
  const third = addAll(batcher, [record(0, 'c')], 5000);
  one.answer('acked');
  const two = await next();
  assert.deepEqual(keys(one), ['a']);
  assert.deepEqual(keys(two).sort(), ['bc', 'x']);
  two.answer('acked');
  const acks = await Promise.all([...first, ...second, ...third]);
  assert.deepEqual(
    acks.map((ack) => ack.offset),
    [0n, 1000n, 1000n, 1001n],
  );
});

test('a busy lane gathers for a while before its next request', async (t) => {
  const pass = stopClock(t);
  const { batcher, next } = brokers(1, { ...LIMITS, gatherMs: 50 });
  const many = Array.from({ length: 8 }, (_, i) => record(0, String(i)));
  const first = addAll(batcher, many, 5000);
  const one = await next();
  const early = batcher.addOne(record(0, 'early'), 5000);
  one.answer('acked');
  await Promise.all(first);
  // A lane that did not gather would have sent by now.
  await setImmediate();
  await setImmediate();
  const late = batcher.addOne(record(0, 'late'), 5000);
  await setImmediate();
  pass(50);
  const two = await next();
  assert.deepEqual(keys(two), ['earlylate']);
  two.answer('acked');
  await Promise.all([early, late]);
});

test('a lane with little to do sends at once, and so does one whose request was full', async () => {
  for (const size of [1, 100]) {
    // So long that the test would end before.
    const { batcher, next } = brokers(1, { ...LIMITS, gatherMs: 600_000 });
    const many = Array.from({ length: size }, (_, i) => record(0, String(i)));
    const first = addAll(batcher, many, 5000);
    (await next()).answer('acked');
    await Promise.all(first);
    const second = batcher.addOne(record(0, 'x'), 5000);
    (await next()).answer('acked');
    await second;
  }
});

test('a broker that does not answer does not hold the records of another', async () => {
  const { batcher, next } = brokers(2);
  const [stuck] = addAll(batcher, [record(0, 'a')], 5000);
  const hung = await next();
  const [free] = addAll(batcher, [record(1, 'b')], 5000);
  const other = await next();
  assert.deepEqual([hung.leader, other.leader], [0, 1]);
  other.answer('acked');
  await free;
  hung.answer('acked');
  await stuck;
});

test('a record that was not handed over by its deadline is never sent', async () => {
  const { batcher, next } = brokers(1);
  const [first] = addAll(batcher, [record(0, 'a')], 5000);
  const one = await next();
  const [late] = addAll(batcher, [record(0, 'late')], 20);
  await assert.rejects(late as Promise<unknown>, (error: unknown) => {
    assert.ok(error instanceof KafkaUnavailableError);
    assert.equal(error.written, 'no');
    return true;
  });
  const [after] = addAll(batcher, [record(0, 'b')], 5000);
  one.answer('acked');
  const two = await next();
  assert.deepEqual(keys(two), ['b']);
  two.answer('acked');
  await Promise.all([first, after]);
});

test('a record under way at its deadline is unknown, and a later answer changes nothing', async (t) => {
  const pass = stopClock(t);
  const { batcher, next } = brokers(1);
  const [answer] = addAll(batcher, [record(0, 'a')], 20);
  const one = await next();
  pass(20);
  await assert.rejects(answer as Promise<unknown>, { code: 'HPL_KAFKA_UNAVAILABLE', written: 'unknown' });
  assert.deepEqual(batcher.load(), { records: 0, bytes: 0 });
  const [next2] = addAll(batcher, [record(0, 'b')], 5000);
  one.answer('unknown');
  await setImmediate();
  await setImmediate();
  // The broker has its pause after that.
  pass(1000);
  const two = await next();
  assert.deepEqual(keys(two), ['b'], 'what its publisher gave up is not sent again');
  two.answer('acked');
  await next2;
});

test('a batch that is too large is halved until the record at fault stands alone', async () => {
  const { batcher, next } = brokers(1);
  const answers = addAll(
    batcher,
    ['a', 'b', 'big', 'c', 'd'].map((key) => record(0, key)),
    5000,
  );
  let open = true;
  const results = Promise.allSettled(answers).finally(() => {
    open = false;
  });
  const log: string[] = [];
  while (open) {
    const sent = await Promise.race([next(), results.then(() => undefined)]);
    if (!sent) break;
    const [records] = keys(sent) as [string];
    if (records.includes('big')) sent.answer('too-large');
    else {
      log.push(records);
      sent.answer('acked');
    }
  }
  const settled = await results;
  assert.deepEqual(
    settled.map((one) => one.status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  );
  assert.ok(settled[2]?.status === 'rejected' && settled[2].reason instanceof RecordTooLargeError);
  assert.equal(log.join(''), 'abcd', 'in order, each once');
});

test('a batch keeps to its limits, and a larger record goes alone', async () => {
  const { batcher, next } = brokers(1, { ...LIMITS, batchRecords: 3, batchBytes: 2000 });
  const answers = addAll(
    batcher,
    [
      ...['a', 'b', 'c', 'd'].map((key) => record(0, key)),
      record(0, 'huge', 5000),
      record(0, 'e', 900),
      record(0, 'f', 900),
      record(0, 'g', 900),
    ],
    5000,
  );
  const batches: string[] = [];
  for (let i = 0; i < 5; i++) {
    const sent = await next();
    batches.push(...keys(sent));
    sent.answer('acked');
  }
  assert.deepEqual(batches, ['abc', 'd', 'huge', 'ef', 'g']);
  await Promise.all(answers);
});

test('a full buffer refuses at once and takes nothing', async () => {
  const { batcher, next } = brokers(1, { ...LIMITS, bufferRecords: 3 });
  const held = addAll(batcher, [record(0, 'a'), record(0, 'b')], 5000);
  assert.throws(() => batcher.addEach([record(0, 'c'), record(0, 'd')], 5000), PublisherFullError);
  assert.equal(batcher.load().records, 2);
  (await next()).answer('acked');
  await Promise.all(held);
  assert.deepEqual(batcher.load(), { records: 0, bytes: 0 });
});

test('a drain waits for the answers, and at its deadline rejects the rest', async () => {
  const { batcher, next } = brokers(1);
  const [answer] = addAll(batcher, [record(0, 'a')], 60_000);
  await next();
  const rejected = assert.rejects(answer as Promise<unknown>, { written: 'unknown' });
  await batcher.drain(AbortSignal.timeout(20));
  await rejected;
});

test('records that are added together have one answer each, in their order, when all have theirs', async () => {
  const { batcher, next } = brokers(2);
  const pending = batcher.addEach([record(0, 'a'), record(1, 'b'), record(0, 'c')], 5000);
  const [one, two] = [await next(), await next()];
  one.answer('acked');
  two.answer('refused');
  const answers = await pending;
  assert.deepEqual(
    answers.map((answer) => answer.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.partition : undefined)),
    [0, undefined, 0],
  );
  assert.deepEqual(await batcher.addEach([], 5000), []);
});
