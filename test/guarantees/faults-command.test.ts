// What `npm run faults` says before it starts anything, and what it takes from persist's log.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseOptions } from '../faults/options.ts';
import { longestStallMs, recordsIn } from '../faults/stored-lines.ts';
import { SUITES } from '../faults/suites.ts';

const MAIN = join(import.meta.dirname, '../faults/main.ts');

function faults(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('the command explains itself, and its scenarios have names', () => {
  const help = faults('--help');
  assert.deepEqual([help.status, help.stderr], [0, '']);
  for (const option of ['--only', '--list', '--seed', '--json'])
    assert.ok(help.stdout.includes(option), option);
  const list = faults('short', '--list');
  assert.equal(list.status, 0);
  assert.deepEqual(
    list.stdout
      .trim()
      .split('\n')
      .map((line) => line.replace(/:.*/, '')),
    SUITES.short?.map(({ name }) => name),
  );
  for (const [hop, scenarios] of Object.entries(SUITES)) {
    const names = new Set(scenarios.map(({ name }) => name));
    assert.ok(names.size > 0 && names.size === scenarios.length, hop);
    assert.ok(help.stdout.includes(`\n  ${hop} `), hop);
  }
});

test('what it does not understand ends it with code 2 and the usage, before anything is started', () => {
  for (const args of [
    ['persist', '--only', 'nothing'],
    ['other'],
    [],
    ['persist', 'more'],
    ['persist', '--seed', 'x'],
  ]) {
    assert.throws(() => parseOptions(args), RangeError, args.join(' '));
  }
  const { status, stdout, stderr } = faults('persist', '--jsn');
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /^faults: .*--jsn.*\n\nnpm run faults -- <hop>/s);
});

test('scenarios are chosen by the beginnings of their names', () => {
  const names = (only: string) => parseOptions(['persist', '--only', only]).scenarios.map(({ name }) => name);
  assert.deepEqual(names('poison'), ['poison']);
  assert.deepEqual(names('group-reset, broker-k'), ['broker-kill', 'group-reset']);
  assert.ok(names('crash').length > 10);
});

test('a stall is the longest time between two batches, and half a line is none', () => {
  const line = (second: number, records: number) =>
    `{"time":"2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z","records":${records},"msg":"batch.stored"}\n`;
  const log = `${line(1, 3)}{"msg":"batch.held"}\n${line(2, 4)}${line(22, 5)}${line(23, 6)}`;
  assert.deepEqual([longestStallMs(log), recordsIn(log)], [20_000, 18]);
  assert.deepEqual([longestStallMs(log.slice(0, -9)), recordsIn(log.slice(0, -9))], [20_000, 12]);
  assert.deepEqual([longestStallMs(''), recordsIn('')], [0, 0]);
});
