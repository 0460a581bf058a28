// clients/python by itself: its types, and its tests without a network.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultCacheDirectory } from '@hopline/dev/kafka-runtime';
import { preparePython, runPytest } from '../support/python/run-python.ts';

const python = await preparePython();

test('mypy --strict finds nothing in the client and its tests', async () => {
  const { code, output } = await python.run([
    ...['-m', 'mypy', '--cache-dir', join(defaultCacheDirectory, 'mypy')],
    // Its own cache apart, nothing is written into the sources.
    ...['--no-color-output', '--no-error-summary'],
  ]);
  assert.equal(output.trim(), '');
  assert.equal(code, 0);
});

test('what is decided without a network', async (t) => {
  const { outcomes, output } = await runPytest(python, 'tests/unit');
  assert.ok(outcomes.size > 50, output);
  for (const [name, outcome] of outcomes) {
    await t.test(name, () => assert.equal(outcome, 'PASSED', output));
  }
});
