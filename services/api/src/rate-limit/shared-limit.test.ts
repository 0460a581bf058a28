// Several limiters tell each other of their counts, by rows in memory: the clock is the test's, so that minutes of traffic take
// milliseconds. What Postgres does with such rows is shown on a real one, in test/integration/rate-counts.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OthersCounts, SharedCounts } from '@hopline/postgres/rate-limits/share-counts';
import { ownCounts, RateLimiter, type TakenCounts } from './rate-limiter.ts';

const WINDOW_MS = 60_000;
const INTERVAL_MS = 500;
const LIVE_MS = 3000;
const CALLER = { organizationId: 'o', rateLimit: 6000, tier: 'free' } as const;
const TIERS = { free: 1000, pro: 60_000 };

interface Row {
  organizationId: string;
  instanceId: number;
  startMs: number;
  admitted: number;
  demand: number;
  updatedAt: number;
}

/** What the limiters have told, and what each hears of the others. */
class Rows {
  readonly #rows = new Map<string, Row>();

  share(instanceId: number, taken: TakenCounts, now: number): SharedCounts {
    const own = ownCounts(taken);
    own.organizationIds.forEach((organizationId, i) => {
      const startMs = own.startsMs[i] ?? 0;
      const key = `${organizationId} ${startMs} ${instanceId}`;
      const admitted = Math.max(this.#rows.get(key)?.admitted ?? 0, own.admitted[i] ?? 0);
      const demand = own.demand[i] ?? 0;
      this.#rows.set(key, { organizationId, instanceId, startMs, admitted, demand, updatedAt: now });
    });
    for (const [key, row] of this.#rows) if (row.startMs < now - 3 * WINDOW_MS) this.#rows.delete(key);
    return {
      nowMs: now,
      others: taken.organizations.map(({ limit }) => this.#others(limit.organizationId, instanceId, now)),
    };
  }

  #others(organizationId: string, instanceId: number, now: number): OthersCounts {
    const rows = [...this.#rows.values()].filter(
      (row) =>
        row.organizationId === organizationId &&
        row.instanceId !== instanceId &&
        row.startMs > now - 2 * WINDOW_MS,
    );
    const age = (row: Row) => (now - row.startMs) / WINDOW_MS;
    const live = rows.filter(({ updatedAt }) => updatedAt > now - LIVE_MS);
    const sum = (of: readonly Row[], value: (row: Row) => number) =>
      of.reduce((total, row) => total + value(row), 0);
    return {
      organizationId,
      used: sum(rows, (row) => row.admitted * Math.min(1, 2 - age(row))),
      decay:
        sum(
          rows.filter((row) => age(row) >= 1),
          ({ admitted }) => admitted,
        ) / WINDOW_MS,
      instances: new Set(live.map((row) => row.instanceId)).size,
      demand: sum(live, ({ demand }) => demand),
      hasLower: live.some((row) => row.instanceId < instanceId),
    };
  }
}

interface Load {
  /** Events a second of each instance at a time. */
  readonly perSecond: (at: number) => readonly number[];
  readonly untilMs: number;
  readonly limit?: number;
  /** Events of a request. */
  readonly batch?: number;
  /** How long Postgres takes for a statement that begins at a time; undefined: it fails. */
  readonly answerMs?: (at: number) => number | undefined;
  readonly seed?: number;
  readonly onAnswer?: (admitted: boolean) => void;
}

interface Admission {
  readonly at: number;
  readonly events: number;
}

/** A small generator of numbers from 0 to 1 (mulberry32), so that a case can be run again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs instances that share one limit, in steps of 5 ms, and gives what they admitted. */
function simulate(load: Load): Admission[] {
  const { perSecond, untilMs, limit = 6000, batch = 1, answerMs = () => 4, seed = 1 } = load;
  const random = randomOf(seed);
  const rows = new Rows();
  const admissions: Admission[] = [];
  let now = 0;
  const instances = perSecond(0).map((_, index) => {
    const limiter = new RateLimiter({ tiers: TIERS, now: () => now, epochOffsetMs: index * 100 });
    const instance = { limiter, index, nextAt: Number.POSITIVE_INFINITY, beganAt: -1e9, busy: false };
    limiter.onWaiting = (early) => {
      if (instance.busy) return;
      instance.nextAt = Math.min(
        instance.nextAt,
        Math.max(now, instance.beganAt + (early ? 50 : INTERVAL_MS)),
      );
    };
    return instance;
  });
  const answers: { at: number; give: () => void }[] = [];

  function round(instance: (typeof instances)[number]): void {
    instance.nextAt = Number.POSITIVE_INFINITY;
    const taken = instance.limiter.take();
    if (!taken) return;
    instance.beganAt = now;
    instance.busy = true;
    const took = answerMs(now);
    const shared = took === undefined ? undefined : rows.share(instance.index, taken, now);
    answers.push({
      at: now + (took ?? 4),
      give: () => {
        instance.busy = false;
        if (shared) instance.limiter.learn(taken, shared);
        else instance.limiter.fail(taken);
        if (instance.limiter.hasWaiting) instance.nextAt = Math.max(now, instance.beganAt + INTERVAL_MS);
      },
    });
  }

  const owed = instances.map(() => 0);
  for (now = 0; now < untilMs; now += 5) {
    for (const answer of answers.filter(({ at }) => at <= now)) {
      answers.splice(answers.indexOf(answer), 1);
      answer.give();
    }
    for (const instance of instances) {
      if (instance.nextAt <= now) round(instance);
      if (now % (WINDOW_MS / 2) === 0) instance.limiter.forgetIdle();
      owed[instance.index] =
        (owed[instance.index] ?? 0) + ((perSecond(now)[instance.index] ?? 0) / 200) * 2 * random();
      while ((owed[instance.index] ?? 0) >= batch) {
        owed[instance.index] = (owed[instance.index] ?? 0) - batch;
        const organization = instance.limiter.of({ ...CALLER, rateLimit: limit });
        if (!organization) throw new TypeError('there is a limit');
        const events = instance.limiter.admit(organization, batch);
        load.onAnswer?.(events === batch);
        if (events > 0) admissions.push({ at: now, events });
      }
    }
  }
  return admissions;
}

function admittedIn(admissions: readonly Admission[], from: number, to: number): number {
  return admissions
    .filter(({ at }) => at >= from && at < to)
    .reduce((total, { events }) => total + events, 0);
}

const MINUTES = [1, 2, 3, 4];
const UNTIL_MS = 4 * WINDOW_MS;
const THREE_TIMES = [210, 60, 30];

/** Each of these minutes must have admitted the limit of 6,000 to within so many events. */
function assertMinutes(load: Load, minutes: readonly number[], tolerance: number, from = 0): void {
  const admissions = simulate(load);
  for (const minute of minutes) {
    const admitted = admittedIn(admissions, from + (minute - 1) * WINDOW_MS, from + minute * WINDOW_MS);
    assert.ok(Math.abs(admitted - 6000) <= tolerance, `minute ${minute}, seed ${load.seed}: ${admitted}`);
  }
}

const SPLITS = [
  [1],
  [0.5, 0.5],
  [0.7, 0.2, 0.1],
  [1, 0, 0],
  [0.98, 0.01, 0.01],
  [0.91, ...Array<number>(9).fill(0.01)],
];
for (const split of SPLITS) {
  const percent = split.length > 3 ? 5 : 2;
  const title = `three times the limit, split ${split.join('/')}, is admitted to within ${percent} % of it in every minute`;
  test(title, () => {
    for (const seed of [1, 2, 3]) {
      const perSecond = split.map((part) => 300 * part);
      assertMinutes({ perSecond: () => perSecond, untilMs: UNTIL_MS, seed }, MINUTES, 60 * percent);
    }
  });
}

test('a reading that is late, always or now and then, changes nothing of that', () => {
  const late = [() => 450, (at: number) => (at % 5000 < 700 ? 900 : 4)];
  for (const answerMs of late) {
    for (const seed of [1, 2, 3]) {
      assertMinutes({ perSecond: () => THREE_TIMES, untilMs: UNTIL_MS, answerMs, seed }, MINUTES, 120);
    }
  }
});

test('instances that join or leave, and clients that move from one to another, cost at most 5 %', () => {
  const perSeconds = [
    (at: number) => [at < 90_000 ? 300 : 100, at < 90_000 ? 0 : 100, at < 130_000 ? 0 : 100],
    (at: number) => [300, at < 90_000 ? 200 : 0, at < 130_000 ? 100 : 0],
    (at: number) => [0, 1, 2].map((i) => (Math.floor(at / 1000) % 3 === i ? 300 : 0)),
  ];
  for (const perSecond of perSeconds) {
    for (const seed of [1, 2]) assertMinutes({ perSecond, untilMs: UNTIL_MS, seed }, MINUTES, 300);
  }
});

test('a flood of sixty times the limit gets a tenth too much in its first minute at most, and nothing later', () => {
  const load = { perSecond: () => [2000, 2000, 2000], untilMs: UNTIL_MS, seed: 1 };
  assertMinutes(load, [1], 600);
  assertMinutes(load, [2, 3, 4], 120);
});

test('it does not matter for the second minute of a flood what trickled in before, nor for how long', () => {
  for (const before of [5, 10, 15, 20, 30, 45, 50, 55]) {
    const perSecond = (at: number) => (at < before * 1000 ? [1, 0, 0] : THREE_TIMES);
    assertMinutes({ perSecond, untilMs: before * 1000 + UNTIL_MS, seed: 1 }, [2, 3, 4], 300, before * 1000);
  }
});

test('while Postgres is away everyone has an even part, and the total is the limit', () => {
  const away = (from: number, to: number) => (at: number) => (at > from && at < to ? undefined : 4);
  const perSecond = () => THREE_TIMES;
  for (const seed of [1, 2]) {
    assertMinutes({ perSecond, untilMs: UNTIL_MS, answerMs: away(70_000, 100_000), seed }, MINUTES, 120);
    assertMinutes({ perSecond, untilMs: UNTIL_MS, answerMs: away(30_000, UNTIL_MS), seed }, [2, 3, 4], 300);
  }
});

test('the last events of a small limit are neither lost nor given twice', () => {
  for (const [limit, most] of [
    [1, 6],
    [2, 10],
    [10, 42],
    [100, 404],
  ] as const) {
    const admissions = simulate({ perSecond: () => [3, 3, 3], limit, untilMs: UNTIL_MS, seed: 1 });
    const admitted = admittedIn(admissions, 0, UNTIL_MS);
    assert.ok(admitted >= 3 * limit && admitted <= most, `${limit}: ${admitted}`);
  }
});

test('below the limit nothing is refused, however it is split', () => {
  for (const perSecond of [
    [90, 0, 0],
    [60, 20, 10],
    [30, 30, 30],
  ]) {
    let refused = 0;
    const onAnswer = (admitted: boolean) => {
      if (!admitted) refused += 1;
    };
    simulate({ perSecond: () => perSecond, untilMs: UNTIL_MS, seed: 1, onAnswer });
    assert.equal(refused, 0, perSecond.join());
  }
});

test('a batch is admitted as far as there is room, and counts that far', () => {
  const admissions = simulate({ perSecond: () => THREE_TIMES, batch: 100, untilMs: UNTIL_MS, seed: 1 });
  const total = admittedIn(admissions, WINDOW_MS, UNTIL_MS);
  assert.ok(Math.abs(total - 18_000) <= 900, String(total));
});

test('bursts at all instances after each pause get the limit together, and the whole of it where there is only one', () => {
  // A pause after which the organization is remembered, and one after which it is not; at once, or in a second.
  for (const pauseMs of [121_000, 200_000]) {
    for (const [lengthMs, events, most] of [
      [5, 20_000, 6000],
      [1000, 7000, 6600],
    ] as const) {
      for (const split of [[1, 1, 1], [1]]) {
        const burst = split.map((part) => (part * events * 1000) / lengthMs);
        const perSecond = (at: number) => (at % pauseMs < lengthMs ? burst : split.map(() => 0));
        const admissions = simulate({ perSecond, untilMs: 4 * pauseMs, seed: 1 });
        // In the first one nobody knows of the others.
        for (const i of [1, 2, 3]) {
          const admitted = admittedIn(admissions, i * pauseMs, (i + 1) * pauseMs);
          const what = `${admitted}, every ${pauseMs} ms for ${lengthMs} ms, at ${split.length}`;
          assert.ok(admitted <= most, what);
          if (split.length === 1 || lengthMs > 5) assert.ok(admitted >= 5900, what);
        }
      }
    }
  }
});
