import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { KafkaLog } from './log.ts';
import { PartitionIntake } from './partition-intake.ts';
import type { ReceivedRecord } from './port.ts';

function records(from: number, to: number): ReceivedRecord[] {
  return Array.from({ length: to - from }, (_, i) => ({
    topic: 't',
    partition: 3,
    offset: BigInt(from + i),
    timestamp: 0,
    key: null,
    value: null,
    headers: {},
  }));
}

/** An intake whose partition is only noted down, with every record that it hands over. */
function intakeWith(
  options: {
    maxUnfinished?: number;
    onRecords?: (given: readonly ReceivedRecord[], intake: PartitionIntake) => void;
  } = {},
) {
  const given: number[] = [];
  const control: string[] = [];
  const log: KafkaLog = { debug() {}, info() {}, warn() {}, error: mock.fn() };
  const intake = new PartitionIntake(
    { topic: 't', partition: 3 },
    {
      control: {
        pause: () => control.push('pause'),
        resume: () => control.push('resume'),
        seek: (offset) => control.push(`seek ${offset}`),
      },
      onRecords: (batch) => {
        given.push(...batch.map((record) => Number(record.offset)));
        options.onRecords?.(batch, intake);
      },
      maxUnfinished: options.maxUnfinished ?? 1000,
      log,
      onFinished: () => {},
    },
  );
  const feed = (from: number, to: number) => {
    const taken = intake.take({ from: BigInt(from), next: BigInt(to), records: records(from, to) });
    intake.handOver();
    return taken;
  };
  return { intake, given, control, feed, log };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('hands over no more than the window, and goes on when half of it is finished', async () => {
  const { intake, given, control, feed } = intakeWith({ maxUnfinished: 4 });
  feed(0, 10);
  assert.deepEqual(given, [0, 1, 2, 3]);
  assert.deepEqual(control, ['pause']);
  intake.done(0n);
  await soon();
  assert.equal(given.length, 4);
  intake.done(1n);
  await soon();
  assert.deepEqual(given, [0, 1, 2, 3, 4, 5]);
  for (const offset of [2, 3, 4, 5, 6, 7, 8, 9]) {
    intake.done(BigInt(offset));
    await soon();
  }
  assert.deepEqual(given, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(control, ['pause', 'resume'], 'read again once all that was read is handed over');
  assert.equal(intake.committable(), 10n);
});

test('a handler that throws gets what it has not finished again, and the partition is paused meanwhile', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let failures = 2;
  const { intake, given, control, feed, log } = intakeWith({
    onRecords: (_batch, owner) => {
      owner.done(0n);
      if (failures-- > 0) throw new TypeError('a bug');
    },
  });
  feed(0, 3);
  assert.deepEqual(given, [0, 1, 2]);
  assert.deepEqual(control, ['pause']);
  t.mock.timers.tick(200);
  assert.deepEqual(given, [0, 1, 2, 1, 2]);
  t.mock.timers.tick(400);
  assert.deepEqual(given, [0, 1, 2, 1, 2, 1, 2]);
  assert.deepEqual(control, ['pause', 'resume']);
  assert.equal(intake.committable(), 1n);
  assert.equal((log.error as unknown as { mock: { callCount(): number } }).mock.callCount(), 2);
});

test('a partition that is sent back is paused until the time, and what it held is forgotten', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { intake, control, feed } = intakeWith();
  feed(0, 5);
  intake.done(0n);
  intake.rereadFrom(2n, 3_000_000_000);
  assert.deepEqual(control, ['seek 2', 'pause']);
  intake.done(1n);
  intake.done(4n);
  assert.equal(intake.committable(), 2n, 'a record that was given back is not finished any more');
  t.mock.timers.tick(2 ** 31 - 1);
  assert.deepEqual(control, ['seek 2', 'pause'], 'longer than one timer can wait');
  intake.rereadFrom(4n, 0);
  assert.deepEqual(control, ['seek 2', 'pause'], 'it was sent further back before');
});

test('what does not begin where the last fetch ended is read again, once', () => {
  const { intake, given, control, feed } = intakeWith();
  feed(0, 3);
  assert.equal(feed(7, 9), false);
  assert.deepEqual(control, ['seek 3']);
  assert.deepEqual(given, [0, 1, 2]);
  assert.equal(feed(7, 9), true, 'the log has nothing in between');
  assert.deepEqual(given, [0, 1, 2, 7, 8]);
  assert.equal(intake.isRewoundBy({ from: 2n, next: 3n, records: [] }), true);
});

test('an owner whose time is over changes nothing', async () => {
  const { intake, given, control, feed } = intakeWith({ maxUnfinished: 2 });
  feed(0, 4);
  intake.end();
  assert.equal(intake.revoked.aborted, true);
  intake.done(0n);
  intake.done(1n);
  intake.rereadFrom(0n, 0);
  intake.abandon(0n);
  await soon();
  assert.equal(intake.committable(), 0n);
  assert.deepEqual(given, [0, 1]);
  assert.deepEqual(control, ['pause']);
});

test('an abandoned record is not waited for and not passed over', () => {
  const { intake, feed } = intakeWith();
  feed(0, 3);
  intake.done(0n);
  intake.done(2n);
  assert.equal(intake.inHand(), 1);
  intake.abandon(1n);
  assert.equal(intake.inHand(), 0);
  assert.equal(intake.committable(), 1n);
});
