import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from './options.ts';

const ID = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000';

test('an event is named by its id, in whatever case', () => {
  assert.deepEqual(readOptions([ID.toUpperCase(), '--json']), { command: 'trace', eventId: ID, json: true });
  assert.deepEqual(readOptions([ID]), { command: 'trace', eventId: ID, json: false });
  assert.deepEqual(readOptions(['--help']), { command: 'help' });
});

test('what is wrong is said in a sentence', () => {
  const cases: [string[], RegExp][] = [
    [[], /which event/],
    [['17'], /"17" is not an event's id/],
    [[ID, ID], /one event at a time/],
    [[ID, '--yaml'], /--yaml/],
  ];
  for (const [args, message] of cases) assert.throws(() => readOptions(args), message);
});
