import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InspectedPartition } from './inspector-port.ts';
import { copiesOf, isUnderReplicated, replicaProblems } from './topic-copies.ts';

const partition: InspectedPartition = { partition: 0, leader: 1, replicas: [1, 2, 3], inSync: [1, 2, 3] };

test('a topic has as many copies as the partition with the fewest', () => {
  assert.equal(copiesOf([partition, { ...partition, replicas: [1, 2] }]), 2);
  assert.equal(copiesOf([]), 0);
});

test('a copy that is behind, too few in sync, and no leader are told apart', () => {
  const topic = (...partitions: InspectedPartition[]) => ({
    ...{ topic: 't', partitions },
    config: new Map([['min.insync.replicas', '2']]),
  });
  assert.deepEqual(replicaProblems(topic(partition)), []);
  const behind = { ...partition, inSync: [1, 2] };
  assert.ok(isUnderReplicated(behind) && !isUnderReplicated(partition));
  assert.deepEqual(replicaProblems(topic(partition, behind)), ['1 with a copy out of sync']);
  assert.deepEqual(replicaProblems(topic({ ...partition, inSync: [1] })), [
    '1 with fewer copies in sync than 2',
  ]);
  assert.equal(replicaProblems(topic({ ...partition, leader: undefined }))[0], '1 without a leader');
});
