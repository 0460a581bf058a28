import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthOf, lagText, purposeOf, retentionText } from './topic-words.ts';

test('a rung says how long its records wait', () => {
  assert.equal(purposeOf({ kind: 'rung', delay_ms: 60_000 }), 'retries that wait for 1 min');
  assert.equal(purposeOf({ kind: 'deliveries', delay_ms: null }), 'wake-ups of endpoints');
});

test('a topic is well when it is there and nothing is wrong with its copies', () => {
  assert.equal(healthOf({ exists: true, problems: [] }).state, 'active');
  assert.equal(healthOf({ exists: true, problems: ['1 without a leader'] }).state, 'failing');
  assert.equal(healthOf({ exists: false, problems: [] }).text, 'missing');
});

test('a lag says how late it is only when it is', () => {
  assert.equal(lagText({ lag: 3, late_ms: 0, next_due_at: null }), '3');
  assert.equal(lagText({ lag: 3, late_ms: 12_000, next_due_at: null }), '3, 12.0 s late');
});

test('how long records are kept', () => {
  assert.deepEqual([604_800_000, -1, null].map(retentionText), ['7 d', 'for ever', '–']);
});
