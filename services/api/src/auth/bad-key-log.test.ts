import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBadKeyLog } from './bad-key-log.ts';

test('the first ten bad keys of a second have a line each, the others one together', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const lines: [object, string][] = [];
  const log = { warn: (fields: object, message: string) => void lines.push([fields, message]) };
  const mayLog = createBadKeyLog(log as never);
  const round = (n: number) => Array.from({ length: n }, mayLog).filter((may) => may).length;
  assert.equal(round(10), 10);
  t.mock.timers.tick(1000);
  assert.deepEqual(lines, []);
  assert.equal(round(2000), 10);
  t.mock.timers.tick(1000);
  assert.deepEqual(lines, [[{ count: 1990, code: 'HPL_AUTH_KEY_REFUSED' }, 'keys.refused']]);
  assert.equal(round(1), 1);
});
