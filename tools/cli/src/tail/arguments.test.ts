import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLadder } from '@hopline/wire/ladder';
import { topicNames } from '@hopline/wire/topics';
import { readCount, readId, readPlace, readTime } from '../arguments.ts';
import { UsageError } from '../exit-code.ts';
import { fitsTail } from './filter.ts';
import { readFrom } from './from.ts';
import { resolveTopic } from './topic-argument.ts';

const names = topicNames('p', parseLadder('5s,1m'));

test('a topic goes by its short name or its whole one', () => {
  assert.equal(resolveTopic('events', names), 'p.events.v1');
  assert.equal(resolveTopic('retry.1m', names), 'p.deliveries.v1.retry.1m');
  assert.equal(resolveTopic('p.deliveries.v1.dlq', names), 'p.deliveries.v1.dlq');
  assert.throws(() => resolveTopic('other', names), UsageError);
  assert.throws(() => resolveTopic('other', names), /retry\.5s, retry\.1m/);
});

test('where to begin is a word, a time, how long ago, or a place', () => {
  assert.deepEqual(readFrom('beginning'), { kind: 'beginning' });
  assert.deepEqual(readFrom('now'), { kind: 'now' });
  assert.deepEqual(readFrom('3:17'), { kind: 'place', place: { partition: 3, offset: 17n } });
  assert.deepEqual(readFrom('2026-03-01T12:00:00Z'), { kind: 'time', sinceMs: Date.UTC(2026, 2, 1, 12) });
  assert.equal(readTime('15m', 1_000_000), 100_000);
  for (const wrong of ['yesterday', '', '3:', '-5m']) assert.throws(() => readFrom(wrong), /It takes/, wrong);
});

test('what is no id, place or number is refused', () => {
  const id = '0198F3A2-7c1e-7b3a-9d52-6a1f0c2e4b77';
  assert.equal(readId(id), id.toLowerCase());
  assert.deepEqual(readPlace('2:99999999999999999'), { partition: 2, offset: 99_999_999_999_999_999n });
  for (const [read, wrong] of [
    [readId, 'x'],
    [readPlace, '1'],
    [readCount, '0'],
    [readCount, '1.5'],
  ] as const) {
    assert.throws(() => read(wrong), /It takes/, wrong);
  }
});

test('a filter asks for the organization, the type and the id, all of which must fit', () => {
  const record = {
    ...{ topic: 't', partition: 0, offset: 0n, timestamp: 0, value: null, headers: {} },
    key: Buffer.from('org:key'),
  };
  const event = {
    ...{ id: 'e', organization_id: 'o', type: 'order.created', accepted_at: 0, dedup_id: null },
    ...{ ordering_key: null, body: Buffer.alloc(0) },
  };
  const decoded = { kind: 'event', record, event } as const;
  for (const filter of [
    {},
    { org: 'o' },
    { type: 'order.created' },
    { type: 'order.*' },
    { type: '*', id: 'e' },
  ]) {
    assert.ok(fitsTail(decoded, filter), JSON.stringify(filter));
  }
  for (const filter of [{ org: 'x' }, { type: 'order' }, { type: 'or.*' }, { org: 'o', id: 'x' }]) {
    assert.ok(!fitsTail(decoded, filter), JSON.stringify(filter));
  }
  const delivery = { id: 'd', day: '2026-03-01', version: 1 };
  const wakeUp = { endpoint_id: 'p', organization_id: 'o', delivery };
  for (const id of ['d', 'p']) assert.ok(fitsTail({ kind: 'wake-up', record, wakeUp }, { id }), id);
  assert.ok(!fitsTail({ kind: 'wake-up', record, wakeUp }, { type: '*' }));
  // What cannot be read still has its key.
  assert.ok(fitsTail({ kind: 'unreadable', record, problem: '' }, { org: 'org' }));
});
