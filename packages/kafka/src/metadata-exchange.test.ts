import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KafkaProtocolError } from './errors.ts';
import { decodeMetadata, encodeMetadata } from './metadata-exchange.ts';

// An answer of Kafka 4.3.1 to a request for one topic with 2 partitions that exists and one that does not, without the
// correlation id.
const ANSWER = Buffer.from(
  [
    '000000000002000000010a3132372e302e302e3100004a940000173871757a4655554f6d347a356c77764a4347447a62',
    '41000000010300000474776f2ae27c09b8b24988b5516cff27880c710003000000000000000000010000000002000000',
    '0102000000010100000000000001000000010000000002000000010200000001010080000000000003056e6f6e650000',
    '0000000000000000000000000000000180000000008000000000',
  ].join(''),
  'hex',
);

test('reads brokers, topic ids and leaders', () => {
  assert.deepEqual(decodeMetadata(ANSWER), {
    brokers: [{ nodeId: 1, host: '127.0.0.1', port: 19092 }],
    topics: [
      {
        topic: 'two',
        errorCode: 0,
        topicId: '2ae27c09-b8b2-4988-b551-6cff27880c71',
        partitions: [0, 1].map((partition) => ({ partition, leader: 1, replicas: [1], inSync: [1] })),
      },
      { topic: 'none', errorCode: 3, topicId: '00000000-0000-0000-0000-000000000000', partitions: [] },
    ],
  });
});

test('an answer that is cut off anywhere is a protocol error', () => {
  for (let length = 0; length < ANSWER.length; length++) {
    assert.throws(() => decodeMetadata(ANSWER.subarray(0, length)), KafkaProtocolError, `cut at ${length}`);
  }
});

test('a count that the bytes cannot hold is not believed', () => {
  const bytes = Buffer.from(ANSWER);
  bytes[5] = 0x7f;
  assert.throws(() => decodeMetadata(bytes), KafkaProtocolError);
});

test('asks for the topics by name and makes none', () => {
  assert.equal(
    encodeMetadata(['ab']).buffer.toString('hex'),
    `00 02 ${'00'.repeat(16)} 03 6162 00 00 00 00 00`.replaceAll(' ', ''),
  );
});
