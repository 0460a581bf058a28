import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ApiError,
  IngestBufferFullError,
  IngestUnavailableError,
  InternalError,
  RateLimitedError,
  RequestInvalidError,
} from '../errors.ts';
import { batchOutcomes, batchRefusal, countOutcomes, printBatch, splitBatch } from './batch-answer.ts';

const ACCEPTED = { id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77', partition: 1, offset: 7n };
const INVALID = new RequestInvalidError('/type', 'must "match"');
const UNAVAILABLE = new IngestUnavailableError(undefined);
const LIMITED = new RateLimitedError(9);

test('the answer counts and lists what became of each event, in their order', () => {
  const outcomes = [ACCEPTED, INVALID, ACCEPTED, UNAVAILABLE, LIMITED];
  assert.deepEqual(countOutcomes(outcomes), { accepted: 2, refused: 2, unknown: 1 });
  assert.deepEqual(JSON.parse(printBatch(outcomes)), {
    accepted: 2,
    refused: 2,
    unknown: 1,
    items: [
      { id: ACCEPTED.id, status: 'accepted' },
      { status: 'refused', code: 'HPL_REQUEST_INVALID', detail: 'must "match"', pointer: '/type' },
      { id: ACCEPTED.id, status: 'accepted' },
      { status: 'unknown', code: 'HPL_INGEST_UNAVAILABLE', detail: UNAVAILABLE.message },
      { status: 'refused', code: 'HPL_RATE_LIMITED', detail: LIMITED.message },
    ],
  });
});

test('a batch of which nothing was acknowledged is answered like its first event, or the first that can be sent again', () => {
  const bad = batchRefusal([INVALID, new RequestInvalidError('/payload', 'is required')]);
  assert.deepEqual([bad.status, bad.code, bad.pointer], [400, 'HPL_REQUEST_INVALID', undefined]);
  assert.equal(bad.message, 'no event was acknowledged: must "match"');
  const limited = batchRefusal([INVALID, LIMITED]);
  assert.deepEqual(
    [limited.status, limited.headers['retry-after'], limited.retryable],
    [429, '9', true],
    'the wait is the real one',
  );
  const away = batchRefusal([INVALID, UNAVAILABLE, new ApiError('HPL_X', 500, 'x')]);
  assert.deepEqual([away.status, away.code, away.retryable], [503, 'HPL_INGEST_UNAVAILABLE', true]);
  assert.match(away.headers['retry-after'] ?? '', /^[1-5]$/);
  assert.deepEqual([away.members.accepted, away.members.refused, away.members.unknown], [0, 1, 2]);
  assert.equal((away.members.items as unknown[]).length, 3);
});

test('while of one event it is unknown whether it was written, a batch is not answered as if none was', () => {
  const full = new IngestBufferFullError();
  for (const others of [[full], [LIMITED], [INVALID], []]) {
    assert.equal(batchRefusal([...others, UNAVAILABLE]).status, 503);
  }
  assert.equal(batchRefusal([LIMITED, new InternalError(new Error('x'))]).status, 500);
});

test('a batch that is shed is answered without a list', () => {
  const full = new IngestBufferFullError();
  assert.equal(batchRefusal([INVALID, full, full]), full);
});

const event = (type: string) => ({
  type,
  dedupId: null,
  orderingKey: null,
  payload: Buffer.from('{}'),
});

test('the answers of the events that were posted stand in their places', () => {
  const { posted, refusals } = splitBatch([INVALID, event('a'), event('b'), INVALID], 4, undefined);
  assert.deepEqual(
    posted.map(({ type }) => type),
    ['a', 'b'],
  );
  assert.deepEqual(batchOutcomes(refusals, [ACCEPTED, UNAVAILABLE]), [
    INVALID,
    ACCEPTED,
    UNAVAILABLE,
    INVALID,
  ]);
});

test('the rate limit admits the first items, bad ones among them, and one refusal serves all others', () => {
  const { posted, refusals } = splitBatch([INVALID, event('a'), event('b'), INVALID, event('c')], 2, LIMITED);
  assert.deepEqual(
    posted.map(({ type }) => type),
    ['a'],
  );
  const outcomes = batchOutcomes(refusals, [ACCEPTED]);
  for (const [i, expected] of [INVALID, ACCEPTED, LIMITED, INVALID, LIMITED].entries()) {
    assert.equal(outcomes[i], expected);
  }
});
