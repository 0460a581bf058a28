import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FORGIVEN_AFTER_MS, PublishTrouble } from './publish-trouble.ts';

const NEVER = Number.NEGATIVE_INFINITY;
const PATIENCE_MS = 2000;

/** A request that was answered at once. */
const at = (now: number) => ({ sentAt: now, now });

test('a leader that moves is no reason to say that nothing can be written', () => {
  const trouble = new PublishTrouble(PATIENCE_MS);
  assert.deepEqual(trouble.note(1, at(1000), false, 'moved'), { kind: 'begins' });
  assert.deepEqual(trouble.note(1, at(1200), false, 'moved'), { kind: 'goes-on' });
  assert.equal(trouble.problem(1200, NEVER), undefined);
  assert.deepEqual(trouble.note(1, at(1300), true, undefined), { kind: 'ends', requests: 2, outageMs: 300 });
  assert.equal(trouble.problem(1300 + 2 * PATIENCE_MS, NEVER), undefined);
});

test('one broker that is away is none either, as long as others take their records', () => {
  const trouble = new PublishTrouble(PATIENCE_MS);
  for (let now = 0; now < 3 * PATIENCE_MS; now += 100) {
    trouble.note(1, at(now), false, 'no answer');
    assert.equal(trouble.note(2, at(now + 50), true, undefined), undefined);
    assert.equal(trouble.problem(now + 99, NEVER), undefined, `after ${now} ms`);
  }
});

test('a request of which a part went well counts as one that did, and its leader is still in trouble', () => {
  const trouble = new PublishTrouble(PATIENCE_MS);
  for (let now = 0; now < 3 * PATIENCE_MS; now += 100) trouble.note(1, at(now), true, 'not leader');
  assert.equal(trouble.problem(3 * PATIENCE_MS, NEVER), undefined);
  assert.equal(trouble.note(1, at(3 * PATIENCE_MS), true, undefined)?.kind, 'ends');
});

test('when none goes well for a while, that is said until one does', () => {
  const trouble = new PublishTrouble(PATIENCE_MS);
  trouble.note(2, at(0), true, undefined);
  trouble.note(1, { sentAt: 100, now: 1100 }, false, 'no answer');
  assert.equal(trouble.problem(100 + PATIENCE_MS - 1, NEVER), undefined);
  assert.equal(trouble.problem(100 + PATIENCE_MS, NEVER), 'no answer');
  trouble.note(2, at(5000), false, 'not enough replicas');
  assert.equal(trouble.problem(5000, NEVER), 'not enough replicas');
  trouble.note(2, at(5100), true, undefined);
  assert.equal(trouble.problem(5100, NEVER), undefined);
});

test('who gets nothing to write any more is forgiven when the brokers have answered since', () => {
  const trouble = new PublishTrouble(PATIENCE_MS);
  trouble.note(1, at(1000), false, 'no answer');
  const later = 1001 + FORGIVEN_AFTER_MS;
  assert.equal(trouble.problem(later, 900), 'no answer', 'they have not answered');
  assert.equal(trouble.problem(later - 2, 2000), 'no answer', 'it is too soon');
  assert.equal(trouble.problem(later, 2000), undefined);
});
