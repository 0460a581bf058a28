// Several instances share a limit through a Postgres that is modelled by a list of rows: the clock is the test's, so that
// minutes of traffic take milliseconds. That the statement does what the model does is shown in test/integration.
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

/** rate_counts, and what share-counts.ts does with it. */
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
}

interface Admission {
  readonly at: number;
  readonly instance: number;
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
function simulate({
  perSecond,
  untilMs,
  limit = 6000,
  batch = 1,
  answerMs = () => 4,
  seed = 1,
}: Load): Admission[] {
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
      owed[instance.index] =
        (owed[instance.index] ?? 0) + ((perSecond(now)[instance.index] ?? 0) / 200) * 2 * random();
      while ((owed[instance.index] ?? 0) >= batch) {
        owed[instance.index] = (owed[instance.index] ?? 0) - batch;
        const organization = instance.limiter.of({ ...CALLER, rateLimit: limit });
        if (!organization) throw new TypeError('there is a limit');
        const events = instance.limiter.admit(organization, batch);
        if (events > 0) admissions.push({ at: now, instance: instance.index, events });
      }
    }
  }
  return admissions;
}

function admittedIn(admissions: readonly Admission[], from: number, to: number, instance?: number): number {
  return admissions
    .filter(({ at, instance: by }) => at >= from && at < to && (instance === undefined || by === instance))
    .reduce((total, { events }) => total + events, 0);
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
  test(`three times the limit, split ${split.join('/')}, is admitted to within 2 % of it in every minute`, () => {
    for (const seed of [1, 2, 3]) {
      const admissions = simulate({
        perSecond: () => split.map((part) => 300 * part),
        untilMs: 4 * WINDOW_MS,
        seed,
      });
      for (const minute of [0, 1, 2, 3]) {
        const admitted = admittedIn(admissions, minute * WINDOW_MS, (minute + 1) * WINDOW_MS);
        assert.ok(Math.abs(admitted - 6000) <= 120, `minute ${minute + 1}, seed ${seed}: ${admitted}`);
      }
    }
  });
}
