// What moves every metric there is: events that are delivered, late, never, sent twice, or not to be taken at all; the
// control plane; replays; and records that nobody can read.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPublisher } from '@hopline/kafka/connect';
import { DEFAULT_LADDER, parseLadder } from '@hopline/wire/ladder';
import { topicNames } from '@hopline/wire/topics';
import { call } from '../integration/api-fixture.ts';
import type { Cleanup } from '../support/cleanup.ts';
import type { TestSystem } from '../support/system.ts';
import type { Tenants } from './tenants.ts';

const ROUND_MS = 500;
const EVENTS_IN_A_ROUND = 20;
/** Each of them has four endpoints that fail, or five. */
const ILL_IN_A_ROUND = 2;
const POISON_EVERY = 4;
const REPLAY_EVERY = 10;
/** An organization may have 20 under way, and one that waits for an endpoint stays so. */
const MOST_REPLAYS = 15;
/**
 * Of the first events, those of the first round at the least however long that takes: also those that were delivered, since
 * what failed may have to wait for its endpoint.
 */
const REPLAYED_MS = 2000;
/** What waits for an endpoint that is disabled is cancelled by deliver or by the sweeper, whoever comes first. */
const GONE_EVERY = 4;
/** An organization may have 50. */
const MOST_GONE = 30;

export interface Load {
  /** @throws {Error} when something of it was not answered as it should have been: it has ended then */
  check(): void;
  /** Ends it, with a last replay. @throws {Error} as `check` does */
  stop(): Promise<void>;
}

/** Goes on until it is stopped. */
export async function startLoad(t: Cleanup, system: TestSystem, tenants: Tenants): Promise<Load> {
  const poison = await startPoison(t, system);
  const stopping = new AbortController();
  const first = { fromMs: Date.now(), toMs: Date.now() + REPLAYED_MS };
  const running = (async () => {
    for (let round = 0; !stopping.signal.aborted; round += 1) {
      if (round % GONE_EVERY === 0 && round < GONE_EVERY * MOST_GONE) await tenants.addGone();
      await playRound(system.url, tenants, round);
      if (round === 0) first.toMs = Math.max(first.toMs, Date.now());
      // A broker that is held up takes the next one.
      if (round % POISON_EVERY === 0) await poison().catch(() => {});
      if (round % REPLAY_EVERY === REPLAY_EVERY - 1 && round < REPLAY_EVERY * MOST_REPLAYS)
        await replay(system.url, tenants, first);
      await sleep(ROUND_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  let problem: unknown;
  running.catch((error: unknown) => {
    problem = error;
  });
  t.after(() => stopping.abort());
  return {
    check() {
      if (problem) throw problem;
    },
    async stop() {
      stopping.abort();
      await running;
      // However few rounds there were.
      await replay(system.url, tenants, first);
    },
  };
}

async function playRound(url: string, { well, ill }: Tenants, round: number): Promise<void> {
  const posts = Array.from({ length: EVENTS_IN_A_ROUND }, (_, i) =>
    post(url, well, { type: 'order.created', dedup_id: `${round}-${i}`, payload: { round, i } }, 202),
  );
  for (let i = 0; i < ILL_IN_A_ROUND; i += 1)
    posts.push(post(url, ill, { type: 'order.failed', payload: { round, i } }, 202));
  await Promise.all(posts);
  await Promise.all([
    // Known already; known with another payload.
    post(url, well, { type: 'order.created', dedup_id: `${round}-0`, payload: { round, i: 0 } }, 202),
    post(url, well, { type: 'order.created', dedup_id: `${round}-1`, payload: { other: true } }, 202),
    expect(202, call(`${url}/api/events/batch`, 'POST', { key: well, body: { events: batch(round) } })),
    // Not to be taken.
    post(url, well, { payload: {} }, 400),
    post(url, `hop_${randomBytes(8).toString('hex')}_wrong`, { type: 'order.created', payload: {} }, 401),
    expect(200, call(`${url}/api/inbox`, 'GET', { key: well })),
    expect(200, call(`${url}/api/deliveries`, 'GET', { key: ill })),
  ]);
}

function replay(
  url: string,
  { well }: Tenants,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<void> {
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
  return expect(202, call(`${url}/api/replays`, 'POST', { key: well, body: { select: 'all', from, to } }));
}

const batch = (round: number) =>
  Array.from({ length: 10 }, (_, i) => ({ type: 'order.paid', payload: { round, i } }));

function post(url: string, key: string, body: object, status: number): Promise<void> {
  return expect(status, call(`${url}/api/events`, 'POST', { key, body }));
}

/** An api on a machine that is held up may say that it, or what it needs, is busy. */
const BUSY = 503;

async function expect(status: number, answer: ReturnType<typeof call>): Promise<void> {
  const { status: got, text } = await answer;
  if (got !== status && got !== BUSY) throw new Error(`the load was answered ${got}, not ${status}: ${text}`);
}

/** Gives what puts a record that cannot be decoded into the events topic. */
async function startPoison(t: Cleanup, system: TestSystem): Promise<() => Promise<unknown>> {
  const { events } = topicNames('hopline', parseLadder(DEFAULT_LADDER));
  const publisher = createPublisher(
    { brokers: system.kafka.brokers, clientId: 'poison', topics: [events] },
    { log: { debug() {}, info() {}, warn() {}, error() {} } },
  );
  await publisher.start();
  t.after(() => publisher.stop(AbortSignal.timeout(2000)));
  return () =>
    publisher.publish({ topic: events, partition: 0, key: 'nobody', value: randomBytes(40), headers: {} });
}
