import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HoplineError } from '../errors.ts';
import { answerError } from '../http/answer-error.ts';
import { mayRetry } from './may-retry.ts';

const answered = (status: number, code: string, retryAfter: string | null = null) =>
  answerError({ status, retryAfter, text: JSON.stringify({ status, code, detail: 'x' }) }, 0);

test('what may be carried out twice is sent again after 5xx, 429, 408 and a broken connection', () => {
  for (const error of [
    answered(503, 'HPL_INGEST_UNAVAILABLE', '1'),
    answered(500, 'HPL_INTERNAL'),
    answered(429, 'HPL_RATE_LIMITED', '12'),
    answered(408, 'HPL_REQUEST_TIMEOUT'),
    new HoplineError({ code: 'HPL_CLIENT_TIMEOUT', detail: 'x', isRetryable: true, isUnknown: true }),
  ]) {
    assert.ok(mayRetry(error, true), error.code);
  }
});

test('what must not be carried out twice is sent again only when nothing was done', () => {
  for (const [error, expected] of [
    [answered(503, 'HPL_DATABASE_UNAVAILABLE', '1'), false],
    [answered(500, 'HPL_INTERNAL'), false],
    [answered(503, 'HPL_AUTH_UNAVAILABLE', '1'), true],
    [answered(503, 'HPL_SECRETS_UNAVAILABLE', '1'), true],
    [answered(429, 'HPL_REQUEST_BUSY', '1'), true],
  ] as const) {
    assert.equal(mayRetry(error, false), expected, error.code);
  }
});

test('a mistake of the caller is not sent again', () => {
  for (const status of [400, 401, 403, 404, 409, 410, 413, 415, 421]) {
    assert.ok(!mayRetry(answered(status, 'HPL_X_Y'), true), String(status));
  }
});

test('a conflict that passes is left to the caller, who is told', () => {
  const error = answered(409, 'HPL_DELIVERY_SENDING', '1');
  assert.ok(error.isRetryable);
  assert.equal(error.retryAfterMs, 1000);
  assert.ok(!mayRetry(error, true));
});
