import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeGroups } from './kafka-checks.ts';
import { judgeMigrations } from './postgres-checks.ts';
import { printResults } from './print-results.ts';
import { readSettings } from './settings-check.ts';

test('a group without members fails; one that is late by more than a minute is worth a look', () => {
  const member = { id: 'm', clientId: 'c', host: 'h', partitions: [] };
  const group = (lateMs: number, members = [member]) => [
    {
      ...{ groupId: 'g', state: 'Stable', members },
      topics: [
        {
          ...{ topic: 't', delayMs: 0, exists: true },
          partitions: [{ partition: 0, committed: 0n, end: 9n, lag: 9n, oldestMs: 1_000_000 - lateMs }],
        },
      ],
    },
  ];
  assert.equal(judgeGroups(group(59_000), 1_000_000).verdict, 'ok');
  const late = judgeGroups(group(61_000), 1_000_000);
  assert.deepEqual([late.verdict, late.detail], ['warning', 'g: 9 of t, 61 s late']);
  assert.equal(judgeGroups(group(0, []), 1_000_000).verdict, 'failed');
});

test('a migration that is missing fails; one of a newer release does not', () => {
  assert.equal(judgeMigrations({ applied: 3, missing: [], unknown: 0 }).verdict, 'ok');
  assert.equal(judgeMigrations({ applied: 4, missing: [], unknown: 1 }).verdict, 'warning');
  assert.match(judgeMigrations({ applied: 2, missing: ['0002_x'], unknown: 0 }).detail, /0002_x/);
});

test('settings that a service could not read are named, a secret without its value', () => {
  const secret = 'short-secret';
  const { read, problems } = readSettings({
    EVENT_RETENTION: '1h',
    ADMIN_TOKEN: secret,
    POOL_SIZE: '9',
    OTHER: 'x',
  });
  assert.equal(read, 3);
  assert.equal(problems.length, 2);
  assert.ok(problems.every((problem) => !problem.includes(secret)));
});

test('what failed says what to do, and the end counts', () => {
  const text = printResults(
    [
      { name: 'a', verdict: 'ok', detail: 'fine' },
      { name: 'long', verdict: 'failed', detail: 'gone', todo: 'look' },
      { name: 'b', verdict: 'skipped', detail: 'not set' },
    ],
    (_, line) => line,
  );
  assert.deepEqual(text.split('\n'), [
    'ok       a     fine',
    'failed   long  gone',
    '               to do: look',
    'skipped  b     not set',
    '',
    '3 checks: 1 ok, 1 failed, 1 skipped',
  ]);
});
