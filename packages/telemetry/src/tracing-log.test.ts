import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteTrouble } from './tracing-log.ts';

test('of what goes on for long a few lines a minute tell, and how many there would have been', () => {
  let now = 0;
  const lines: object[] = [];
  const note = noteTrouble({ warn: (fields: object) => void lines.push(fields) } as never, () => now);
  for (let n = 0; n < 8; n += 1) note('away');
  assert.deepEqual(lines, Array(5).fill({ problem: 'away' }));
  now = 60_000;
  note('away');
  note('still away');
  assert.deepEqual(lines.slice(5), [{ problem: 'away', unwritten: 3 }, { problem: 'still away' }]);
});
