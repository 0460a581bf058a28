import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerError } from '../http/answer-error.ts';
import { outcomesOfAnswer, outcomesOfError } from './batch-outcomes.ts';

const problem = (status: number, members: object) =>
  answerError({ status, retryAfter: '3', text: JSON.stringify({ status, detail: 'x', ...members }) }, 0);

test('each item has an outcome of its own', () => {
  const [one, two, three] = outcomesOfAnswer(
    {
      items: [
        { id: '1', status: 'accepted' },
        { status: 'refused', code: 'HPL_REQUEST_INVALID', detail: 'is required', pointer: '/type' },
        { status: 'unknown', code: 'HPL_INGEST_UNAVAILABLE', detail: 'x' },
      ],
    },
    3,
  );
  assert.deepEqual(one, { status: 'accepted', id: '1' });
  assert.ok(two?.status === 'refused' && two.error.pointer === '/type' && !two.error.isRetryable);
  assert.ok(three?.status === 'unknown' && three.error.isRetryable && three.error.isUnknown);
});

test('the items of a problem are told apart, and all wait as long as it asks', () => {
  const items = [
    { status: 'refused', code: 'HPL_RATE_LIMITED', detail: 'x' },
    { status: 'refused', code: 'HPL_REQUEST_INVALID', detail: 'x' },
  ];
  const [one, two] = outcomesOfError(problem(429, { code: 'HPL_RATE_LIMITED', items }), 2);
  assert.ok(one?.status === 'refused' && one.error.isRetryable && one.error.retryAfterMs === 3000);
  assert.ok(two?.status === 'refused' && !two.error.isRetryable);
});

test('a problem without items stands for all of them', () => {
  const outcomes = outcomesOfError(problem(503, { code: 'HPL_INGEST_UNAVAILABLE' }), 2);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['unknown', 'unknown'],
  );
  assert.deepEqual(
    outcomesOfError(problem(503, { code: 'HPL_INGEST_OVERLOADED' }), 1).map(({ status }) => status),
    ['refused'],
  );
});

test('an answer that does not fit the batch leaves all of it unknown', () => {
  for (const answer of [
    undefined,
    {},
    { items: [] },
    { items: [{}, {}] },
    { items: [{ status: 'accepted' }, {}] },
  ]) {
    const outcomes = outcomesOfAnswer(answer, 2);
    assert.equal(outcomes.length, 2);
    assert.ok(outcomes.every(({ status }) => status === 'unknown'));
  }
});
