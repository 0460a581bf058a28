import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, IngestBufferFullError, IngestUnavailableError, RequestInvalidError } from '../errors.ts';
import { batchOutcomes, batchRefusal, countRefused, printBatch, refusalCodes } from './batch-answer.ts';

const ACCEPTED = { id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77', partition: 1, offset: 7n };
const INVALID = new RequestInvalidError('/type', 'must "match"');
const UNAVAILABLE = new IngestUnavailableError(undefined);

test('the answer counts and lists what became of each event, in their order', () => {
  const outcomes = [ACCEPTED, INVALID, ACCEPTED, UNAVAILABLE];
  assert.equal(countRefused(outcomes), 2);
  assert.deepEqual(JSON.parse(printBatch(outcomes)), {
    accepted: 2,
    refused: 2,
    items: [
      { id: ACCEPTED.id, status: 'accepted' },
      { status: 'refused', code: 'HPL_REQUEST_INVALID', detail: 'must "match"', pointer: '/type' },
      { id: ACCEPTED.id, status: 'accepted' },
      { status: 'refused', code: 'HPL_INGEST_UNAVAILABLE', detail: UNAVAILABLE.message },
    ],
  });
});

test('a batch of which nothing was accepted is answered like its first event, or the first that can be sent again', () => {
  const bad = batchRefusal([INVALID, new RequestInvalidError('/payload', 'is required')]);
  assert.deepEqual([bad.status, bad.code, bad.pointer], [400, 'HPL_REQUEST_INVALID', undefined]);
  const away = batchRefusal([INVALID, UNAVAILABLE, new ApiError('HPL_X', 500, 'x')]);
  assert.deepEqual([away.status, away.code, away.retryable], [503, 'HPL_INGEST_UNAVAILABLE', true]);
  assert.match(away.headers['retry-after'] ?? '', /^[1-5]$/);
  assert.deepEqual([away.members.accepted, away.members.refused], [0, 3]);
  assert.equal((away.members.items as unknown[]).length, 3);
});

test('a batch that is shed is answered without a list', () => {
  const full = new IngestBufferFullError();
  assert.equal(batchRefusal([INVALID, full, full]), full);
});

test('the answers of the events that were read stand in their places, and more than the limit admits is refused', () => {
  const event = { type: 'a', dedupId: null, orderingKey: null, payload: Buffer.from('{}') };
  const outcomes = batchOutcomes([INVALID, event, event, INVALID, event], [ACCEPTED, UNAVAILABLE]);
  assert.deepEqual(outcomes.slice(0, 4), [INVALID, ACCEPTED, UNAVAILABLE, INVALID]);
  assert.deepEqual(refusalCodes(outcomes), [
    'HPL_REQUEST_INVALID',
    'HPL_INGEST_UNAVAILABLE',
    'HPL_RATE_LIMITED',
  ]);
});
