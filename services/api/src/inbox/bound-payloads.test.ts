import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboxEvent } from '@hopline/postgres/inbox/inbox-query';
import { boundPayloads } from './bound-payloads.ts';

const page = (...sizes: number[]) => ({
  events: sizes.map((bytes, i) => ({ bytes, position: { micros: i, id: '' } }) as InboxEvent),
  next: undefined,
  complete: true,
});

test('a page that fits stays as it is', () => {
  for (const one of [page(), page(10), page(4, 6), page(11)]) assert.equal(boundPayloads(one, 10), one);
});

test('a page is cut behind the last event that fits, and has one at least', () => {
  for (const [sizes, kept] of [
    [[4, 6, 1], 2],
    [[11, 1], 1],
    [[1, 11, 1], 1],
  ] as const) {
    const { events, next, complete } = boundPayloads(page(...sizes), 10);
    assert.deepEqual([events.length, next?.micros, complete], [kept, kept - 1, false]);
  }
});
