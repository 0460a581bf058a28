import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OffsetLedger } from './offset-ledger.ts';
import { PartitionLag } from './partition-lag.ts';
import { lagByTopic } from './topic-lag.ts';

const START = 1_000_000;

/** Record n was made n seconds after START. */
function records(...offsets: bigint[]) {
  return offsets.map((offset) => ({ offset, timestamp: START + 1000 * Number(offset) }));
}

function lagOf(waitMs = 0) {
  const ledger = new OffsetLedger();
  let seconds = 0;
  const lag = new PartitionLag(ledger, waitMs, () => START + 1000 * seconds);
  return {
    ledger,
    lag,
    at: (now: number) => {
      seconds = now;
      return lag.read();
    },
  };
}

test('nothing is known before the first fetch, and nothing is late at the end of the log', () => {
  const { lag, at } = lagOf();
  assert.deepEqual(at(100), { records: 0, seconds: 0 });
  lag.fetched('7', '7');
  assert.deepEqual(at(200), { records: 0, seconds: 0 });
});

test('what is read and not done counts with what is not read, by the oldest of all', () => {
  const { ledger, lag, at } = lagOf();
  lag.fetched('3', '10');
  ledger.take(records(3n, 4n, 5n), 6n);
  assert.deepEqual(at(10), { records: 7, seconds: 7 });
  ledger.done(3n);
  assert.deepEqual(at(10), { records: 6, seconds: 6 });
  ledger.done(5n);
  assert.deepEqual(at(11), { records: 5, seconds: 7 });
});

test('what is not read is at least as old as the fetch that told of it', () => {
  const { ledger, lag, at } = lagOf();
  at(20);
  lag.fetched('0', '5');
  ledger.take(records(0n, 1n), 2n);
  ledger.done(0n);
  ledger.done(1n);
  assert.deepEqual(at(24), { records: 3, seconds: 4 });
});

test('a record that waits on purpose is not late until it is due', () => {
  const { ledger, lag, at } = lagOf(60_000);
  lag.fetched('0', '2');
  ledger.take(records(0n, 1n), 2n);
  // Not due: it is sent back and read again then.
  ledger.rewindTo(0n);
  assert.deepEqual(at(59), { records: 2, seconds: 0 });
  assert.deepEqual(at(63), { records: 2, seconds: 3 });
  ledger.take(records(0n, 1n), 2n);
  ledger.done(0n);
  ledger.rewindTo(1n);
  assert.deepEqual(at(61), { records: 1, seconds: 0 });
});

test('a clock that is behind the one that made the records shows no negative age', () => {
  const { ledger, lag, at } = lagOf();
  lag.fetched('5', '6');
  ledger.take(records(5n), 6n);
  assert.deepEqual(at(2), { records: 1, seconds: 0 });
});

test('a member shows each of its topics: the sum of the records, and the worst of the ages', () => {
  const owned = (topic: string, unread: number, seconds: number) => {
    let now = 0;
    const lag = new PartitionLag(new OffsetLedger(), 0, () => now);
    lag.fetched('0', String(unread));
    now = seconds * 1000;
    return { topic, lag };
  };
  assert.deepEqual(lagByTopic(['a', 'b'], [owned('a', 3, 9), owned('a', 4, 2), owned('a', 0, 100)]), [
    { topic: 'a', partitions: 3, records: 7, seconds: 9 },
    { topic: 'b', partitions: 0, records: 0, seconds: 0 },
  ]);
});
