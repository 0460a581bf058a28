import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryDeadLetter, eventDeadLetter } from './dead-letter.ts';
import { murmur2, partitionFor } from './partitioner.ts';

const record = {
  topic: 'hopline.events.v1',
  partition: 7,
  offset: 42n,
  timestamp: 1000,
  key: Buffer.from('an organization'),
  value: Buffer.from([0, 255, 1]),
  headers: { traceparent: Buffer.from('00-aa-bb-01') },
};
const dlq = { topic: 'hopline.events.v1.dlq', partitions: 3 };

test('a dead letter keeps the bytes, the key and the headers, and says why and where from', () => {
  assert.deepEqual(eventDeadLetter(dlq, record, 'undecodable', 'no magic'), {
    topic: dlq.topic,
    partition: partitionFor('an organization', 3),
    key: record.key,
    value: record.value,
    headers: {
      traceparent: Buffer.from('00-aa-bb-01'),
      'hopline-reason': 'undecodable',
      'hopline-detail': 'no magic',
      'hopline-original-topic': 'hopline.events.v1',
      'hopline-original-partition': '7',
      'hopline-original-offset': '42',
      'hopline-original-timestamp': '1000',
    },
  });
});

test('a key that is not UTF-8 stays as it is', () => {
  const key = Buffer.from([0xff, 0xfe, 0x00]);
  const letter = eventDeadLetter(dlq, { ...record, key }, 'undecodable', '');
  assert.deepEqual([letter.key, letter.partition], [key, (murmur2(key) & 0x7fffffff) % 3]);
});

test('without a key the partition follows the original one', () => {
  const letter = eventDeadLetter(dlq, { ...record, key: null }, 'undecodable', '');
  assert.deepEqual([letter.key, letter.partition], [null, 1]);
});

test('a detail is bounded and well-formed', () => {
  const detail = eventDeadLetter(dlq, record, 'undecodable', `${'x'.repeat(999)}\u{1f600}`).headers[
    'hopline-detail'
  ];
  assert.equal(String(detail).length, 1000);
  assert.ok(String(detail).isWellFormed());
});

test('the dead letter of a delivery lies with its endpoint', () => {
  const value = Buffer.from('wake-up');
  assert.deepEqual(deliveryDeadLetter(dlq, 'endpoint', value, 'exhausted'), {
    topic: dlq.topic,
    partition: partitionFor('endpoint', 3),
    key: 'endpoint',
    value,
    headers: { 'hopline-reason': 'exhausted' },
  });
});
