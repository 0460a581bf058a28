// The judge of rolling runs sees each thing that may go wrong: in sound evidence one thing at a time is spoilt.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeRolling, type RollingEvidence } from '../faults/rolling/judge-rolling.ts';
import { longestPauseMs } from '../faults/rolling/longest-pause.ts';

const START = 1_800_000_000_000;
const EVENTS = 20;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? Mutable<U>[] : T[K] };

/** Two endpoints, one of them ordered, an event every 100 ms, alternating, each posted 50 ms after its answer. */
function sound(): Mutable<RollingEvidence> {
  const numbers = Array.from({ length: EVENTS }, (_, i) => i);
  const endpointOf = (i: number) => (i % 2 === 0 ? 'quick' : 'ordered');
  return {
    sent: numbers.map((i) => ({
      ...{
        number: i,
        organizationId: endpointOf(i),
        at: START + 100 * i,
        answeredAt: START + 100 * i + 5,
        endedAt: START + 100 * i + 5,
      },
      ...{ status: 202, id: `event ${i}`, problem: undefined },
    })),
    posts: numbers.map((i) => ({
      ...{ endpoint: `/${endpointOf(i)}`, webhookId: `event ${i}`, at: START + 100 * i + 55 },
    })),
    endpoints: ['quick', 'ordered'].map((id) => ({
      ...{ id, organizationId: id, path: `/${id}`, ordered: id === 'ordered' },
    })),
    events: numbers.map((i) => ({
      ...{
        id: `event ${i}`,
        organizationId: endpointOf(i),
        orderingKey: 'a',
        partition: 0,
        offset: BigInt(i),
      },
    })),
    deliveries: numbers.map((i) => ({
      eventId: `event ${i}`,
      endpointId: endpointOf(i),
      state: 'succeeded',
      attempts: 1,
    })),
    poison: 0,
  };
}

function spoilt(spoil: (evidence: Mutable<RollingEvidence>) => void) {
  const evidence = sound();
  spoil(evidence);
  return judgeRolling(evidence);
}

test('sound evidence has no problem', () => {
  const { problems, ...counts } = judgeRolling(sound());
  assert.deepEqual(problems, []);
  assert.deepEqual(counts, {
    ...{
      sent: EVENTS,
      refused: 0,
      events: EVENTS,
      posts: EVENTS,
      lost: 0,
      doubled: 0,
      twice: 0,
      retried: 0,
      inverted: 0,
    },
    ...{ pauseMs: 50, slowestMs: 5, p50: 50, p99: 50 },
  });
});

test('each thing that is wrong is seen, and named', () => {
  const first = <T>(all: readonly T[]): T => {
    const [one] = all;
    assert.ok(one);
    return one;
  };
  const cases: [string, string, (evidence: Mutable<RollingEvidence>) => void][] = [
    [
      'refused',
      'a request that was not answered 2xx',
      ({ sent }) => Object.assign(first(sent), { status: 503, problem: '503' }),
    ],
    [
      'refused',
      'a request that was not answered 2xx',
      ({ sent }) => Object.assign(first(sent), { status: 0, problem: 'reset' }),
    ],
    ['lost', 'an accepted event that is not stored', ({ events }) => events.shift()],
    ['lost', 'a delivery that came to no receiver', ({ posts }) => posts.pop()],
    [
      'lost',
      'a delivery that has not succeeded',
      ({ deliveries }) => Object.assign(first(deliveries), { state: 'pending' }),
    ],
    ['doubled', 'a row too many', ({ events }) => events.push(first(events))],
    ['doubled', 'a row too many', ({ deliveries }) => deliveries.push(first(deliveries))],
    ['twice', 'a post of which nobody knows', ({ posts }) => posts.push(first(posts))],
    ['inverted', 'a post out of order', ({ posts }) => posts.splice(1, 3, ...posts.slice(1, 4).reverse())],
  ];
  for (const [count, problem, spoil] of cases) {
    const judged = spoilt(spoil);
    assert.ok(
      judged.problems.some((line) => line.includes(problem)),
      `${problem}: ${judged.problems}`,
    );
    assert.ok(judged[count as 'lost'] > 0, count);
  }
  for (const [problem, spoil] of [
    [
      'an event that was set aside',
      (evidence: Mutable<RollingEvidence>) => Object.assign(evidence, { poison: 1 }),
    ],
    [
      'a post that should not be',
      ({ posts }: Mutable<RollingEvidence>) => posts.push({ ...first(posts), webhookId: 'other' }),
    ],
    [
      'a pause that was too long',
      ({ posts }: Mutable<RollingEvidence>) => {
        for (const post of posts.slice(4)) post.at += 6000;
      },
    ],
  ] as const) {
    const { problems } = spoilt(spoil);
    assert.ok(
      problems.some((line) => line.includes(problem)),
      `${problem}: ${problems}`,
    );
  }
});

test('a pause counts only while something is due', () => {
  const at = (dueAt: number, came: number) => ({ dueAt, at: came });
  assert.deepEqual(longestPauseMs([]), { ms: 0, until: 0 });
  assert.deepEqual(longestPauseMs([at(0, 10), at(5000, 5020)]), { ms: 20, until: 5020 });
  assert.deepEqual(longestPauseMs([at(0, 10), at(5, 5020)]), { ms: 5010, until: 5020 });
  // One that waits long is no pause as long as others come meanwhile.
  assert.deepEqual(longestPauseMs([at(0, 4000), at(900, 1000), at(1900, 2000), at(2900, 3000)]), {
    ...{ ms: 1000, until: 1000 },
  });
  assert.deepEqual(longestPauseMs([{ dueAt: 0, at: undefined }]), { ms: 0, until: 0 });
});
