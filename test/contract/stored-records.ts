// What the suite checks of a log and of what was read from it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Ack, OutgoingRecord, ReceivedRecord } from '@hopline/kafka/port';
import { until } from '../support/until.ts';
import { type ContractBench, numberOf } from './contract-bench.ts';

export const newGroup = () => `contract.${randomBytes(6).toString('hex')}`;

/** The highest offset of a partition among these, -1 when there is none. */
export function highest(records: readonly Ack[] | readonly ReceivedRecord[], partition: number): bigint {
  let high = -1n;
  for (const one of records) if (one.partition === partition && one.offset > high) high = one.offset;
  return high;
}

/**
 * Every record is where its acknowledgement says, and the first copies of a partition stand in the order of publishing.
 * @param acks of the records, by position
 * @returns all that is stored
 */
export async function assertStored(
  t: TestContext,
  bench: ContractBench,
  topic: string,
  records: readonly OutgoingRecord[],
  acks: readonly Ack[],
): Promise<readonly ReceivedRecord[]> {
  const reader = await bench.worker(t, { groupId: newGroup(), topics: [topic] });
  const partitions = [...new Set(records.map((record) => record.partition))];
  await until(
    'all that was acknowledged is read',
    () => partitions.every((p) => highest(reader.records, p) >= highest(acks, p)),
    60_000,
  );
  const stored = new Map(reader.records.map((one) => [`${one.partition}/${one.offset}`, numberOf(one)]));
  const misplaced = records.flatMap((record, i) => {
    const where = `${acks[i]?.partition}/${acks[i]?.offset}`;
    return stored.get(where) === numberOf(record) ? [] : [`${numberOf(record)} acknowledged at ${where}`];
  });
  assert.deepEqual(misplaced, []);
  for (const partition of partitions) {
    const published = records.filter((record) => record.partition === partition).map(numberOf);
    const known = new Set(published);
    const copies = reader.records.filter((one) => one.partition === partition).map(numberOf);
    const firsts = [...new Set(copies)].filter((number) => known.has(number));
    assert.deepEqual(firsts, published);
  }
  return reader.records;
}

/** Each of these was read. */
export function assertAllRead(records: readonly ReceivedRecord[], numbers: readonly number[]): void {
  const read = new Set(records.map(numberOf));
  assert.deepEqual(
    numbers.filter((number) => !read.has(number)),
    [],
  );
}

/** Waits until the group has exactly these offsets. */
export async function committedTo(
  bench: ContractBench,
  groupId: string,
  topic: string,
  offsets: readonly number[],
): Promise<void> {
  const isThere = async () => {
    const found = await bench.raw.committedOffsets(groupId, topic, offsets.length);
    return found.every((offset, i) => Number(offset) === offsets[i]);
  };
  await until(`${groupId} at ${offsets}`, () => isThere().catch(() => false), 90_000);
}
