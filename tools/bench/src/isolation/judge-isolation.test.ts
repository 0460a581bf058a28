import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Hanging, judgeIsolation, type Released } from './judge-isolation.ts';

const CALM = { p50Before: 3, p50During: 3, p99Before: 10, p99During: 12, ratio: 1.2, slowestDuring: 20 };
const SOUND = {
  ...CALM,
  neighbours: { ...CALM, endpoints: 8 },
  ...{ lost: 0, doubled: 0, badSignatures: 0, checked: 100 },
};
const HANGING: Hanging = { ...SOUND, hung: 500, deliverCpu: 0.3 };
const BACKLOG: Released = { ...SOUND, deliveries: 1000, drainSeconds: 2, drainPerSecond: 500 };

const hanging = (given: Partial<Hanging>) => judgeIsolation({ ...HANGING, ...given }, BACKLOG);
const backlog = (given: Partial<Released>) => judgeIsolation(HANGING, { ...BACKLOG, ...given });

test('where nobody noticed anything it has passed', () => {
  assert.deepEqual(judgeIsolation(HANGING, BACKLOG), { passed: true, failed: [] });
});

test('beside a dead endpoint p99 may grow by the greater of a fifth and 50 ms', () => {
  assert.equal(hanging({ p99Before: 10, p99During: 60 }).passed, true);
  assert.equal(hanging({ p99Before: 1000, p99During: 1200 }).passed, true);
  assert.deepEqual(hanging({ p99Before: 10, p99During: 60.1 }), {
    passed: false,
    failed: ['hanging: p99During of others is 60.1 ms, more than 60.0 ms'],
  });
  assert.equal(hanging({ p99Before: 1000, p99During: 1210 }).passed, false);
});

test('the neighbours on its partition have the same bound', () => {
  const neighbours = { ...CALM, p99During: 100, endpoints: 8 };
  assert.deepEqual(hanging({ neighbours }).failed, [
    'hanging: p99During of neighbours is 100 ms, more than 60.0 ms',
  ]);
});

test('beside a backlog p99 grows by less than a second', () => {
  assert.equal(backlog({ p99Before: 10, p99During: 1009 }).passed, true);
  assert.deepEqual(backlog({ p99Before: 10, p99During: 1010 }).failed, [
    'backlog: others are delayed by 1000 ms at p99, not by less than 1000 ms',
  ]);
  const neighbours = { ...CALM, p99During: 2010, endpoints: 8 };
  assert.deepEqual(backlog({ neighbours }).failed, [
    'backlog: neighbours are delayed by 2000 ms at p99, not by less than 1000 ms',
  ]);
});

test('nothing is lost, doubled or badly signed in either part', () => {
  for (const name of ['lost', 'doubled', 'badSignatures'] as const) {
    assert.deepEqual(hanging({ [name]: 1 }).failed, [`hanging: ${name} 1`]);
    assert.deepEqual(backlog({ [name]: 2 }).failed, [`backlog: ${name} 2`]);
  }
  // More came than was expected: that is not right either.
  assert.equal(hanging({ lost: -1 }).passed, false);
});

test('what was not measured has not passed', () => {
  assert.deepEqual(hanging({ neighbours: { endpoints: 0 } }).failed, [
    'hanging: neighbours were not measured',
  ]);
  assert.deepEqual(hanging({ hung: 0 }).failed, ['nothing hung: there is nothing to judge']);
  assert.deepEqual(backlog({ checked: 0 }).failed, ['backlog: no signature was checked']);
});
