import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import {
  Batcher,
  MAX_BATCH_BYTES,
  MAX_BATCH_RECORDS,
  MAX_WAITING_BYTES,
  MAX_WAITING_BYTES_IN_ALL,
  MIN_WAITING_BYTES,
} from './batcher.ts';
import type { TakenRecord } from './item.ts';

class Owner implements OwnedPartition {
  readonly topic = 'events';
  readonly partition: number;
  readonly #revocation = new AbortController();
  readonly abandoned: bigint[] = [];
  readonly sentBack: { offset: bigint; delayMs: number }[] = [];

  constructor(partition: number) {
    this.partition = partition;
  }

  get revoked(): AbortSignal {
    return this.#revocation.signal;
  }

  revoke(): void {
    this.#revocation.abort();
  }

  done(): void {}

  abandon(offset: bigint): void {
    this.abandoned.push(offset);
  }

  rereadFrom(offset: bigint, delayMs: number): void {
    this.sentBack.push({ offset, delayMs });
  }

  records(from: number, count: number, bytes = 10): ReceivedRecord[] {
    const value = Buffer.alloc(bytes);
    return Array.from({ length: count }, (_, i) => ({
      topic: this.topic,
      partition: this.partition,
      offset: BigInt(from + i),
      timestamp: 0,
      key: null,
      value,
      headers: {},
    }));
  }
}

function batcher(maxInFlight: number, gatherMs = 0) {
  const batches: (readonly TakenRecord[])[] = [];
  const finish: (() => void)[] = [];
  const subject = new Batcher(
    maxInFlight,
    (batch) => {
      batches.push(batch);
      return new Promise((resolve) => finish.push(resolve));
    },
    gatherMs,
  );
  const offsets = (i: number, owner: Owner) =>
    batches[i]?.flatMap((taken) => (taken.owner === owner ? [Number(taken.record.offset)] : [])) ?? [];
  return { subject, batches, finish, offsets };
}

test('partitions that are handed over in one turn share a batch', async () => {
  const { subject, batches, offsets } = batcher(4);
  const [a, b] = [new Owner(0), new Owner(1)];
  subject.add(a.records(0, 3), a);
  subject.add(b.records(7, 2), b);
  await turn();
  assert.equal(batches.length, 1);
  assert.deepEqual(
    [offsets(0, a), offsets(0, b)],
    [
      [0, 1, 2],
      [7, 8],
    ],
  );
});

test('a partition is in one batch at a time, others go on beside it', async () => {
  const { subject, batches, finish, offsets } = batcher(4);
  const [a, b] = [new Owner(0), new Owner(1)];
  subject.add(a.records(0, 1), a);
  await turn();
  subject.add(a.records(1, 2), a);
  subject.add(b.records(0, 1), b);
  await turn();
  assert.deepEqual([batches.length, offsets(1, a), offsets(1, b)], [2, [], [0]]);
  finish[0]?.();
  await turn();
  await turn();
  assert.deepEqual(offsets(2, a), [1, 2]);
});

test('beside a batch that is under way what is less than a full one gathers', async () => {
  const { subject, batches, finish, offsets } = batcher(4, 60_000);
  const [a, b, c] = [new Owner(0), new Owner(1), new Owner(2)];
  subject.add(a.records(0, 1), a);
  await turn();
  subject.add(b.records(0, 1), b);
  await turn();
  assert.equal(batches.length, 1);
  // A full one does not wait.
  subject.add(c.records(0, MAX_BATCH_RECORDS - 1), c);
  await turn();
  assert.deepEqual([batches.length, offsets(1, b).length], [2, 1]);
  subject.add(b.records(1, 1), b);
  for (const end of finish) end();
  await turn();
  await turn();
  // Nor does one that nothing is beside.
  assert.deepEqual(offsets(2, b), [1]);
  subject.stop();
});

test('what gathers begins when its time is over', async () => {
  const { subject, batches, offsets } = batcher(4, 1);
  const [a, b] = [new Owner(0), new Owner(1)];
  subject.add(a.records(0, 1), a);
  await turn();
  subject.add(b.records(0, 1), b);
  const giveUpAt = Date.now() + 10_000;
  while (batches.length < 2 && Date.now() < giveUpAt) await turn();
  assert.deepEqual(offsets(1, b), [0]);
});

test('no more batches are in flight than allowed', async () => {
  const { subject, batches, finish } = batcher(2);
  const owners = [0, 1, 2, 3].map((partition) => new Owner(partition));
  for (const owner of owners) {
    subject.add(owner.records(0, 1), owner);
    await turn();
  }
  assert.equal(batches.length, 2);
  finish[1]?.();
  await turn();
  await turn();
  // What gathered in the meantime is one batch.
  assert.deepEqual(
    batches[2]?.map(({ owner }) => owner.partition),
    [2, 3],
  );
});

test('a batch has at most so many records, and the partition without room comes first the next time', async () => {
  const { subject, batches, finish, offsets } = batcher(1);
  const [a, b] = [new Owner(0), new Owner(1)];
  subject.add(a.records(0, MAX_BATCH_RECORDS + 100), a);
  subject.add(b.records(0, 450), b);
  await turn();
  assert.equal(batches[0]?.length, MAX_BATCH_RECORDS);
  assert.deepEqual(offsets(0, b), []);
  finish[0]?.();
  await turn();
  await turn();
  assert.equal(offsets(1, b).length, 450);
  assert.deepEqual(
    offsets(1, a),
    Array.from({ length: 50 }, (_, i) => MAX_BATCH_RECORDS + i),
  );
});

test('a batch has at most so many bytes, but a record that is larger goes alone', async () => {
  const { subject, batches, finish } = batcher(1);
  const a = new Owner(0);
  subject.add(a.records(0, 3, MAX_BATCH_BYTES / 2), a);
  subject.add(a.records(3, 1, MAX_BATCH_BYTES + 1), a);
  for (let i = 0; i < 3; i += 1) {
    await turn();
    await turn();
    finish[i]?.();
  }
  assert.deepEqual(
    batches.map((batch) => batch.map(({ record }) => Number(record.offset))),
    [[0, 1], [2], [3]],
  );
});

test('the bytes of keys and headers count as well', async () => {
  const { subject, batches } = batcher(4);
  const a = new Owner(0);
  const half = Buffer.alloc(MAX_BATCH_BYTES / 2);
  const [first, second, third] = a.records(0, 3, 1);
  assert.ok(first && second && third);
  subject.add([{ ...first, key: half }, { ...second, value: null, headers: { 'x-large': half } }, third], a);
  await turn();
  assert.deepEqual(
    batches.map((batch) => batch.map(({ record }) => Number(record.offset))),
    [[0]],
  );
});

test('a partition whose records wait in too many bytes is sent back, later and later', async () => {
  const { subject } = batcher(1);
  const a = new Owner(0);
  const quarter = MAX_WAITING_BYTES / 4;
  subject.add(a.records(0, 6, quarter), a);
  subject.add(a.records(4, 2, quarter), a);
  assert.deepEqual(
    a.sentBack.map(({ offset }) => offset),
    [4n, 4n],
  );
  const [first, second] = a.sentBack;
  assert.ok(first && second && second.delayMs > first.delayMs);
});

test('however many partitions there are, so many bytes wait in all, of each partition some', () => {
  const { subject } = batcher(1);
  const bytes = MAX_WAITING_BYTES / 16;
  const fill = (owner: Owner) => {
    subject.add(owner.records(0, 16, bytes), owner);
    return Number(owner.sentBack[0]?.offset ?? 16n) * bytes;
  };
  const owners = Array.from({ length: 64 }, (_, partition) => new Owner(partition));
  const waiting = owners.map(fill);
  const sum = waiting.reduce((total, each) => total + each, 0);
  assert.ok(Math.min(...waiting) >= MIN_WAITING_BYTES);
  assert.ok(
    sum <= MAX_WAITING_BYTES_IN_ALL + owners.length * (MIN_WAITING_BYTES + bytes),
    `${sum} bytes wait`,
  );
  // A revoked partition makes room.
  for (const owner of owners) owner.revoke();
  assert.equal(fill(new Owner(0)), MAX_WAITING_BYTES);
});

test('what waits of a revoked partition is dropped', async () => {
  const { subject, batches, finish } = batcher(1);
  const a = new Owner(0);
  subject.add(a.records(0, 1), a);
  await turn();
  subject.add(a.records(1, 5), a);
  a.revoke();
  subject.add(a.records(6, 1), a);
  finish[0]?.();
  await turn();
  await turn();
  assert.equal(batches.length, 1);
  assert.deepEqual(a.abandoned, []);
});

test('after a stop nothing is begun; what waits is left to the next owner', async () => {
  const { subject, batches, finish } = batcher(1);
  const [a, b] = [new Owner(0), new Owner(1)];
  subject.add(a.records(0, 1), a);
  await turn();
  subject.add(a.records(1, 1), a);
  subject.stop();
  subject.add(b.records(0, 1), b);
  finish[0]?.();
  await turn();
  await turn();
  assert.equal(batches.length, 1);
  assert.deepEqual([a.abandoned, b.abandoned], [[1n], [0n]]);
});
