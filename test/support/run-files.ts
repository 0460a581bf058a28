// Runs test files by Node's test runner, with the same output as `node --test`, but in the order in which they are given:
// that sorts them, and what takes longest must not begin last.
import { createWriteStream } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import countReporter from './count-reporter.ts';

const { values, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    'at-once': { type: 'string', default: '1' },
    /** Of each file, in milliseconds. */
    limit: { type: 'string' },
    /** Where the counts go. */
    counts: { type: 'string' },
    /** A module with globalSetup and globalTeardown. */
    setup: { type: 'string' },
  },
});

const events = run({
  files,
  concurrency: Number(values['at-once']),
  ...(values.limit ? { timeout: Number(values.limit) } : {}),
  ...(values.setup ? { globalSetupPath: values.setup } : {}),
});
events.on('test:fail', () => {
  process.exitCode = 1;
});
events.compose(new spec()).pipe(process.stdout);
if (values.counts) events.compose(countReporter).pipe(createWriteStream(values.counts));
