// Several instances fill one partition: each counts what comes in through itself, and sees the backlog of all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartitionBacklog } from './partition-backlog.ts';
import { RecentCounts } from './recent-counts.ts';

const LIMIT = 50_000;

interface Load {
  /** Events a second of each organization at each instance. */
  readonly perSecond: Record<string, readonly number[]>;
  readonly storedPerSecond: number;
  readonly seconds: number;
}

interface Outcome {
  /** Of each instance: who was ever refused there. */
  readonly refused: string[][];
  readonly largest: number;
  /** How often the backlog was over again. */
  readonly cleared: number;
}

/** Runs the instances second by second: events come in, some are stored, and each instance judges what it sees. */
function run({ perSecond, storedPerSecond, seconds }: Load): Outcome {
  const size = Math.max(...Object.values(perSecond).map((split) => split.length));
  const instances = Array.from({ length: size }, () => ({
    recent: new RecentCounts(0),
    partition: new PartitionBacklog(LIMIT),
    /** The end of the log as of its own last event: of those that came after it does not know. */
    end: 0,
    owed: {} as Record<string, number>,
    refused: new Set<string>(),
  }));
  let end = 0;
  let stored = 0;
  let largest = 0;
  let cleared = 0;
  for (let second = 1; second <= seconds; second += 1) {
    for (const [index, instance] of instances.entries()) {
      for (const [organization, split] of Object.entries(perSecond)) {
        const owed = (instance.owed[organization] ?? 0) + (split[index] ?? 0);
        instance.owed[organization] = owed % 1;
        if (instance.partition.refused.has(organization)) continue;
        for (let i = 1; i <= owed; i += 1) {
          end += 1;
          instance.end = end;
          instance.recent.add(0, organization);
        }
      }
    }
    stored = Math.min(end, stored + storedPerSecond);
    largest = Math.max(largest, end - stored);
    for (const { recent, partition, refused, end: seen } of instances) {
      recent.advance(second * 1000);
      if (partition.judge(Math.max(0, seen - stored), () => recent.of(0)) === 'cleared') cleared += 1;
      for (const organization of partition.refused) refused.add(organization);
    }
  }
  return { refused: instances.map(({ refused }) => [...refused].sort()), largest, cleared };
}

/** So many light ones, of 60 events a minute, on one instance each. */
function light(count: number, instances: number): Load['perSecond'] {
  const names = Array.from({ length: count }, (_, i) => `light ${i}`);
  return Object.fromEntries(
    names.map((name, i) => [
      name,
      Array.from({ length: instances }, (_, k) => (k === i % instances ? 1 : 0)),
    ]),
  );
}

for (const split of [
  [1],
  [1, 0],
  [1, 0, 0],
  [0.98, 0.01, 0.01],
  [0.34, 0.33, 0.33],
  Array<number>(10).fill(0.1),
]) {
  for (const [perSecond, storedPerSecond] of [
    [10_000, 5000],
    [4000, 3000],
    [3000, 500],
  ] as const) {
    test(`split ${split.join('/')}, ${perSecond} a second of one, ${storedPerSecond} stored: it is refused, and nobody else`, () => {
      const heavy = split.map((part) => part * perSecond);
      const load = { perSecond: { heavy, ...light(50, split.length) }, storedPerSecond, seconds: 300 };
      const { refused, largest, cleared } = run(load);
      for (const [index, part] of split.entries()) {
        assert.ok(refused[index]?.every((organization) => part > 0 && organization === 'heavy'));
      }
      // Not everywhere, when less is enough.
      assert.ok(refused.some((organizations) => organizations.length > 0));
      assert.ok(largest <= 1.5 * LIMIT, String(largest));
      assert.ok(cleared > 0, 'less comes in than is stored');
    });
  }
}

test('while nothing is stored light ones on all instances go on until they have put in as much as the limit', () => {
  const load = { perSecond: { heavy: [5000, 0, 0], ...light(50, 3) }, storedPerSecond: 0, seconds: 900 };
  const { refused } = run(load);
  assert.deepEqual(refused, [['heavy'], [], []]);
});

test('a crowd of equals, none of whom stands out, is refused on all instances before the backlog is three times the limit', () => {
  const names = Array.from({ length: 300 }, (_, i) => `equal ${i}`);
  const equal = Object.fromEntries(names.map((name) => [name, [10, 10, 10]]));
  const { refused, largest, cleared } = run({
    perSecond: { ...equal, light: [0, 0, 0.5] },
    storedPerSecond: 2000,
    seconds: 120,
  });
  for (const organizations of refused) {
    assert.equal(organizations.length, names.length);
    assert.ok(!organizations.includes('light'));
  }
  assert.ok(largest <= 3 * LIMIT, String(largest));
  assert.ok(cleared > 0);
});
