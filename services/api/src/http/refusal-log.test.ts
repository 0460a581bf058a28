import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRefusalLog } from './refusal-log.ts';

test('the first ten refusals of a second and code have a line each, the others one together', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const lines: [object, string][] = [];
  const log = { warn: (fields: object, message: string) => void lines.push([fields, message]) };
  const mayLog = createRefusalLog(log as never);
  const round = (n: number, code: string) =>
    Array.from({ length: n }, () => mayLog(code)).filter((may) => may).length;
  assert.equal(round(10, 'HPL_AUTH_KEY_REFUSED'), 10);
  t.mock.timers.tick(1000);
  assert.deepEqual(lines, []);
  assert.equal(round(2000, 'HPL_AUTH_KEY_REFUSED'), 10);
  assert.equal(round(1, 'HPL_REQUEST_INVALID'), 1);
  assert.equal(round(11, 'HPL_RATE_LIMITED'), 10);
  t.mock.timers.tick(1000);
  assert.deepEqual(lines, [
    [{ count: 1990, code: 'HPL_AUTH_KEY_REFUSED' }, 'requests.refused'],
    [{ count: 1, code: 'HPL_RATE_LIMITED' }, 'requests.refused'],
  ]);
  assert.equal(round(1, 'HPL_AUTH_KEY_REFUSED'), 1);
});
