import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assignmentText, memberOf } from './members.ts';

const places = (topic: string, ...partitions: number[]) =>
  partitions.map((partition) => ({ topic, partition }));

test('the partitions of a member are told in ranges', () => {
  assert.equal(assignmentText([...places('a', 3, 0, 1, 2, 7), ...places('b', 0)]), 'a: 0–3, 7; b: 0');
  assert.equal(assignmentText([]), 'none');
});

test('a partition belongs to the member that has it, or to nobody', () => {
  const members = [{ client_id: 'persist', host: '10.0.0.7', partitions: places('a', 0, 2) }];
  assert.equal(memberOf(members, 'a', 2), 'persist at 10.0.0.7');
  assert.equal(memberOf(members, 'a', 1), undefined);
  assert.equal(memberOf(members, 'b', 2), undefined);
});
