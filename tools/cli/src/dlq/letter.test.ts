import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceivedRecord } from '@hopline/kafka/port';
import { traceIdOf } from '@hopline/telemetry/tracing';
import { deliveryDeadLetter, eventDeadLetter } from '@hopline/wire/dead-letter';
import { uuidV7 } from '@hopline/wire/uuid';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import type { LetterFilter } from './filter.ts';
import { fits, readLetter } from './letter.ts';
import { listedLetter, printLetter, printList } from './print-letters.ts';
import { originalRecord } from './replay-letters.ts';

const codec = createWakeUpCodec();
const organizationId = uuidV7();
const endpointId = uuidV7();
const delivery = { id: uuidV7(), day: '2026-03-01', version: 9 };
const ANY: LetterFilter = {
  ...{ endpointId: undefined, organizationId: undefined, reason: undefined },
  ...{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY },
};

interface Given {
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | Buffer>>;
}

function received({ key, value, headers }: Given): ReceivedRecord {
  return {
    topic: 'dlq',
    partition: 2,
    offset: 17n,
    timestamp: Date.parse('2026-03-01T12:00:00Z'),
    key: key === null ? null : Buffer.from(key),
    value,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  };
}

const wakeUp = codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery });
const ofDelivery = received(
  deliveryDeadLetter({ topic: 'dlq', partitions: 3 }, endpointId, wakeUp, 'exhausted'),
);

test('the letter of a delivery says which one, and filters go by what it says', () => {
  const letter = readLetter(ofDelivery, 'deliveries', codec);
  assert.deepEqual({ ...letter.delivery }, delivery);
  assert.deepEqual(
    [letter.organizationId, letter.endpointId, letter.reason],
    [organizationId, endpointId, 'exhausted'],
  );
  const at = Date.parse('2026-03-01T12:00:00Z');
  const fitting = [
    {},
    { endpointId },
    { organizationId },
    { reason: 'exhausted' },
    { fromMs: at, toMs: at + 1 },
  ];
  for (const filter of fitting) assert.ok(fits(letter, { ...ANY, ...filter }), JSON.stringify(filter));
  const others = [
    ...[{ endpointId: uuidV7() }, { organizationId: uuidV7() }, { reason: 'gone' }],
    ...[{ fromMs: at + 1 }, { toMs: at }],
  ];
  for (const filter of others) assert.ok(!fits(letter, { ...ANY, ...filter }), JSON.stringify(filter));
});

test('what cannot be read, or could not be asked of Postgres, is a letter without a delivery', () => {
  const wrong = { endpoint_id: endpointId, organization_id: 'x', delivery };
  for (const value of [null, Buffer.from('x'), codec.encode(wrong)]) {
    const letter = readLetter({ ...ofDelivery, value }, 'deliveries', codec);
    assert.equal(letter.delivery, undefined);
    assert.equal(letter.endpointId, endpointId);
  }
});

const poison = {
  ...{ topic: 'events', partition: 1, offset: 4n, timestamp: 5 },
  key: Buffer.from(`${organizationId}:cart`),
  value: Buffer.from('poison'),
  headers: { 'x-kept': Buffer.from('yes') },
};

test('the record of an event goes back as it was, to the partition where it stood, in a trace of its own', () => {
  const dead = eventDeadLetter({ topic: 'dlq', partitions: 3 }, poison, 'undecodable', 'why');
  const traceId = 'a1'.repeat(16);
  const letter = { ...dead, headers: { ...dead.headers, traceparent: `00-${traceId}-00f067aa0ba902b7-01` } };
  const read = readLetter(received(letter), 'events', codec);
  assert.deepEqual([read.organizationId, read.reason, read.detail], [organizationId, 'undecodable', 'why']);
  const { key, value, headers } = poison;
  const { follows = assert.fail('it is linked to nothing'), ...record } =
    originalRecord(read, 'events', 12) ?? assert.fail('nothing goes back');
  assert.deepEqual(record, { topic: 'events', partition: 1, key, value, headers });
  assert.equal(traceIdOf(follows), traceId);
  // Of an installation whose topic has fewer partitions now.
  assert.equal(originalRecord(read, 'events', 1)?.partition, 0);
  const without = eventDeadLetter({ topic: 'dlq', partitions: 3 }, { ...poison, value: null }, 'r', 'd');
  assert.equal(originalRecord(readLetter(received(without), 'events', codec), 'events', 12), undefined);
});

test('a list has a line for each letter, and control characters of anybody do not reach the terminal', () => {
  const evil = readLetter(
    received(eventDeadLetter({ topic: 'dlq', partitions: 3 }, poison, 'undecodable', 'a\u001b[2Jb\nc')),
    'events',
    codec,
  );
  const printed = printList([listedLetter(evil)], new Map([['undecodable', 3]]));
  assert.deepEqual(printed.split('\n').length, 3);
  assert.match(printed, /^2:17 {2}2026-03-01T12:00:00.000Z {2}undecodable {2}organization .* stood at 1:4 /);
  assert.match(printed, /2 more are left out/);
  assert.match(printed, /3 dead letters: undecodable 3$/);
  assert.ok(!printed.includes('\u001b') && !printLetter(evil, undefined).includes('\u001b'));
  assert.equal(printList([], new Map()), 'There are no such dead letters.');
});
