import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeAnswer, judgeNoAnswer } from './answer.ts';

test('a refusal is known by its status and its code, and only a 5xx leaves it open', () => {
  const problem = JSON.stringify({ title: 'Too Many Requests', status: 429, code: 'HPL_RATE_LIMITED' });
  assert.deepEqual(judgeAnswer(429, problem, 1, false), {
    accepted: 'none',
    outcomes: [{ class: '429 HPL_RATE_LIMITED', events: 1, unknown: false }],
  });
  assert.deepEqual(judgeAnswer(502, '<html>a proxy</html>', 3, true).outcomes, [
    { class: '502', events: 3, unknown: true },
  ]);
  assert.deepEqual(judgeNoAnswer('ECONNRESET', 2).outcomes, [
    { class: 'no answer: ECONNRESET', events: 2, unknown: true },
  ]);
});

test('an accepted batch is accepted as a whole, and else item by item', () => {
  const item = { id: 'x', status: 'accepted' };
  assert.equal(
    judgeAnswer(202, '{"accepted":2,"refused":0,"unknown":0,"items":[]}', 2, true).accepted,
    'all',
  );
  const refused = { status: 'refused', code: 'HPL_INGEST_BUFFER_FULL' };
  const body = {
    accepted: 1,
    refused: 2,
    unknown: 1,
    items: [refused, item, refused, { status: 'unknown' }],
  };
  assert.deepEqual(judgeAnswer(202, JSON.stringify(body), 4, true), {
    accepted: [1],
    outcomes: [
      { class: '202 item refused HPL_INGEST_BUFFER_FULL', events: 2, unknown: false },
      { class: '202 item unknown', events: 1, unknown: true },
    ],
  });
});
