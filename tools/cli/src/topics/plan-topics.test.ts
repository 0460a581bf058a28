import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InspectedTopic } from '@hopline/kafka/inspector-port';
import { replicaProblems } from '@hopline/kafka/topic-copies';
import { compareTopic } from './compare-topic.ts';
import { planTopics, printPlan } from './plan-topics.ts';
import { isRight, type WantedTopic } from './read-wanted-topics.ts';

const WANTED = { replicationFactor: 3, minInsyncReplicas: 2 };
const SPEC = {
  topic: 'rung',
  partitions: 2,
  config: {
    'retention.ms': '604800000',
    'max.message.bytes': '1048576',
    'message.timestamp.type': 'LogAppendTime',
  },
};

function found(config: Record<string, string> = {}, replicas = [1, 2, 3], partitions = 2): InspectedTopic {
  return {
    topic: 'rung',
    partitions: Array.from({ length: partitions }, (_, partition) => ({
      ...{ partition, leader: 1, replicas, inSync: replicas },
    })),
    config: new Map(Object.entries({ ...SPEC.config, 'min.insync.replicas': '2', ...config })),
  };
}

function read(topic: InspectedTopic | undefined): WantedTopic {
  return {
    ...{ spec: SPEC, found: topic, records: 0n, bytes: 0, perSecond: 0 },
    differences: topic ? compareTopic(SPEC, topic, WANTED) : [],
    replicaProblems: topic ? replicaProblems(topic) : [],
  };
}

test('what is as wanted, or better, differs in nothing', () => {
  assert.deepEqual(compareTopic(SPEC, found(), WANTED), []);
  assert.deepEqual(compareTopic(SPEC, found({ 'min.insync.replicas': '3' }), WANTED), []);
  assert.ok(isRight(read(found())));
});

test('a broken promise is wrong; retention, and room for larger records, are the operator’s', () => {
  const cases: [InspectedTopic, string, 'wrong' | 'other', boolean][] = [
    [found({}, [1, 2, 3], 3), 'partitions', 'wrong', false],
    [found({}, [1, 2]), 'copies', 'wrong', false],
    [found({ 'min.insync.replicas': '1' }), 'min.insync.replicas', 'wrong', true],
    [found({ 'message.timestamp.type': 'CreateTime' }), 'message.timestamp.type', 'wrong', true],
    [found({ 'max.message.bytes': '1000' }), 'max.message.bytes', 'wrong', true],
    [found({ 'max.message.bytes': '2000000' }), 'max.message.bytes', 'other', true],
    [found({ 'retention.ms': '1000' }), 'retention.ms', 'other', true],
  ];
  for (const [topic, name, weight, canBeSet] of cases) {
    const [difference, ...more] = compareTopic(SPEC, topic, WANTED);
    assert.deepEqual(more, [], name);
    assert.deepEqual([difference?.name, difference?.weight], [name, weight]);
    assert.equal(difference?.cannot === undefined, canBeSet, name);
    assert.equal(isRight(read(topic)), weight === 'other', name);
  }
});

test('more copies in sync are never demanded than there are copies', () => {
  const differences = compareTopic(SPEC, found({ 'min.insync.replicas': '1' }, [1]), WANTED);
  assert.deepEqual(
    differences.map(({ name, cannot }) => [name, cannot !== undefined]),
    [
      ['copies', true],
      ['min.insync.replicas', true],
    ],
  );
});

test('the plan makes what is missing, sets what is wrong, and leaves what may be meant', () => {
  const changed = found({ 'message.timestamp.type': 'CreateTime', 'retention.ms': '1000' });
  const plan = planTopics([read(changed), read(undefined)], { all: false });
  assert.deepEqual(plan.create, [SPEC]);
  assert.deepEqual(plan.set, [{ topic: 'rung', config: { 'message.timestamp.type': 'LogAppendTime' } }]);
  assert.deepEqual([plan.left.length, plan.cannot], [1, []]);
  const all = planTopics([read(changed)], { all: true });
  assert.deepEqual(Object.keys(all.set[0]?.config ?? {}).sort(), ['message.timestamp.type', 'retention.ms']);
  assert.deepEqual(all.left, []);
  assert.deepEqual(printPlan(plan, 3, true).split('\n'), [
    'would create rung: 2 partitions, 3 copies',
    'would set message.timestamp.type=LogAppendTime on rung',
    'leave rung: retention.ms 1s, not 7d (--all sets it)',
  ]);
  assert.equal(printPlan(planTopics([read(found())], { all: true }), 3, false), 'all topics are as wanted');
});

test('copies that are out of sync are told by how bad it is', () => {
  const [first, second] = found().partitions;
  assert.ok(first && second);
  const at = (inSync: number[], leader: number | undefined = 1) => ({
    ...found(),
    partitions: [first, { ...second, inSync, leader }],
  });
  assert.deepEqual(replicaProblems(at([1, 2])), ['1 with a copy out of sync']);
  assert.deepEqual(replicaProblems(at([1])), ['1 with fewer copies in sync than 2']);
  const leaderless = replicaProblems({
    ...at([]),
    partitions: [first, { ...second, inSync: [], leader: undefined }],
  });
  assert.deepEqual(leaderless, ['1 without a leader', '1 with fewer copies in sync than 2']);
  assert.ok(!isRight(read(at([1, 2]))));
});
