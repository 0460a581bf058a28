import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnedPartition } from '@hopline/kafka/port';
import fc from 'fast-check';
import { divide } from './divide-batch.ts';
import type { DecodedBatch, EventItem, PoisonItem, TakenRecord } from './item.ts';

const owners = [0, 1, 2].map((partition) => ({ partition }) as OwnedPartition);

/** A batch as the batcher makes it: partition after partition, each in order. */
const batches = fc
  .array(fc.array(fc.boolean(), { maxLength: 12 }), { minLength: 3, maxLength: 3 })
  .map((partitions): DecodedBatch => {
    const events: EventItem[] = [];
    const poison: PoisonItem[] = [];
    for (const [i, records] of partitions.entries()) {
      for (const [offset, isPoison] of records.entries()) {
        const taken = { owner: owners[i], record: { offset: BigInt(offset) } };
        if (isPoison) poison.push(taken as PoisonItem);
        else events.push(taken as EventItem);
      }
    }
    return { events, poison };
  });

const offsetsOf = ({ events, poison }: DecodedBatch, owner: OwnedPartition): bigint[] =>
  [...events, ...poison].flatMap((item: TakenRecord) => (item.owner === owner ? [item.record.offset] : []));

test('the halves hold everything, and of each partition all of the first lies below all of the second', () => {
  fc.assert(
    fc.property(batches, fc.nat(40), (batch, at) => {
      const middle = Math.min(at, batch.events.length);
      const [first, second] = divide(batch, middle);
      assert.equal(first.events.length, middle);
      assert.equal(first.events.length + second.events.length, batch.events.length);
      assert.equal(first.poison.length + second.poison.length, batch.poison.length);
      for (const owner of owners) {
        const highest = offsetsOf(first, owner).reduce((max, offset) => (offset > max ? offset : max), -1n);
        for (const offset of offsetsOf(second, owner)) assert.ok(offset > highest);
      }
    }),
  );
});
