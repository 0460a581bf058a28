import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_RATE, problemOfReplay, type ReplayDraft, requestOf } from './replay-draft.ts';

const draft: ReplayDraft = { select: 'failed', from: undefined, to: undefined, rate: DEFAULT_RATE };
const [NOON, ONE] = ['2026-03-01T12:00:00.000Z', '2026-03-01T13:00:00.000Z'];

test('all that failed needs no time', () => {
  assert.equal(problemOfReplay(draft), undefined);
  assert.deepEqual(requestOf(draft), { select: 'failed', rate: 50 });
});

test('a part of what failed is asked for by its types and states', () => {
  const part = { ...draft, types: ['order.*'], states: ['dead'] } as const;
  assert.deepEqual(requestOf(part), {
    ...{ select: 'failed', event_types: ['order.*'], states: ['dead'], rate: 50 },
  });
});

test('what the API would refuse is said before it is asked', () => {
  assert.match(problemOfReplay({ ...draft, select: 'all' }) ?? '', /from when/);
  assert.match(problemOfReplay({ ...draft, from: ONE, to: NOON }) ?? '', /before it begins/);
  for (const rate of ['', '0', '1001', '1.5', 'x'])
    assert.match(problemOfReplay({ ...draft, rate }) ?? '', /rate/);
  assert.equal(problemOfReplay({ ...draft, select: 'missing', from: NOON, to: ONE }), undefined);
});
