import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HoplineError } from '../errors.ts';
import type { Outcome } from './batch-outcomes.ts';
import { endsAll } from './ends-all.ts';

const failed = (code: string, status?: number): Outcome => ({
  status: 'refused',
  error: new HoplineError({ code, status, detail: 'x' }),
});

test('a refused key and no answer at all end further batches', () => {
  for (const outcome of [
    failed('HPL_AUTH_KEY_REFUSED', 401),
    failed('HPL_AUTH_SCOPE', 403),
    failed('HPL_CLIENT_UNREACHABLE'),
    failed('HPL_CLIENT_TIMEOUT'),
  ]) {
    assert.ok(endsAll([outcome, outcome]));
  }
});

test('nothing else does, nor what became of a part of a batch', () => {
  const away = failed('HPL_CLIENT_UNREACHABLE');
  for (const outcomes of [
    [failed('HPL_REQUEST_INVALID', 400)],
    [failed('HPL_RATE_LIMITED', 429)],
    [failed('HPL_INGEST_UNAVAILABLE', 503)],
    [away, { status: 'accepted', id: '1' } as const],
    [away, failed('HPL_CLIENT_TIMEOUT')],
    [],
  ]) {
    assert.equal(endsAll(outcomes), undefined);
  }
});
