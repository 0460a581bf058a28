import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeProduce } from './produce-exchange.ts';
import { sizeBatch, sizeOfRecord, writeBatch } from './record-batch.ts';
import { WireWriter } from './wire-writer.ts';

interface DecodedBatch {
  readonly records: readonly {
    readonly offset: string;
    readonly timestamp: string;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: Record<string, Buffer>;
  }[];
}
const require = createRequire(import.meta.url);
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: object,
) => Promise<DecodedBatch>;

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
// kafkajs reads a header that is named like a property of every object, such as `valueOf`, as having two values.
const record = fc.record({
  key: fc.option(fc.string({ unit: 'grapheme', maxLength: 40 })),
  value: fc.option(bytes),
  headers: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 10 }).filter((name) => !(name in Object.prototype)),
    fc.oneof(fc.string({ unit: 'grapheme' }), bytes),
    { maxKeys: 4 },
  ),
});

test('a batch reads back as it was written, by another implementation of the format', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 70 }), async (records) => {
      const sized = sizeBatch(records);
      const out = new WireWriter(sized.bytes);
      writeBatch(out, sized, 1_700_000_000_123);
      assert.equal(out.position, sized.bytes, 'the size was computed exactly');
      const batch = await decodeBatch(new Decoder(out.bytes));
      assert.equal(batch.records.length, records.length);
      records.forEach((written, i) => {
        const read = batch.records[i];
        assert.equal(read?.offset, String(i));
        assert.equal(read.timestamp, '1700000000123');
        assert.deepEqual(read.key, written.key === null ? null : Buffer.from(written.key));
        assert.deepEqual(read.value, written.value);
        assert.deepEqual(
          Object.entries(read.headers),
          Object.entries(written.headers).map(([name, value]) => [name, Buffer.from(value)]),
        );
      });
    }),
    { numRuns: 60 },
  );
});

test('the size that limits count with is never less than what the record takes', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), (records) => {
      const limit = records.reduce((sum, one) => sum + sizeOfRecord(one), 61);
      assert.ok(sizeBatch(records).bytes <= limit);
    }),
  );
});

test('a produce request has all topics and partitions, each topic once', () => {
  const one = { topic: 'a', partition: 0, key: 'k', value: Buffer.from('v'), headers: {} };
  const request = encodeProduce(
    [
      { topic: 'a', partition: 0, records: [one] },
      { topic: 'b', partition: 1, records: [one] },
      { topic: 'a', partition: 2, records: [one, one] },
    ],
    2500,
  ).buffer;
  assert.equal(request.readInt16BE(2), -1, 'acknowledged by all in-sync replicas');
  assert.equal(request.readInt32BE(4), 2500);
  assert.equal(request.readInt32BE(8), 2, 'two topics');
});
