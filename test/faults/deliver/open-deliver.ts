// Everything that a scenario needs: topics and a database of its own, receivers, persist with its sweeper and deliver,
// both supervised, and the load.
import { freePort } from '@hopline/dev/ports';
import { createEventCodec, eventKey } from '@hopline/wire/event';
import { parseLadder } from '@hopline/wire/ladder';
import { partitionFor } from '@hopline/wire/partitioner';
import type { Cleanup } from '../../support/cleanup.ts';
import type { Random } from '../../support/fuzz-random.ts';
import { rawKafka } from '../../support/kafka-raw.ts';
import { persistFixture } from '../../support/persist.ts';
import { makeEvent } from '../../support/produce-events.ts';
import { SECRET_KEYS } from '../../support/secret-keys.ts';
import { steppedClock } from '../../support/stepped-clock.ts';
import { until } from '../../support/until.ts';
import { startLoad } from '../load.ts';
import { OutsideLedger, SEND_HEADER, type Sendable } from '../outside-ledger.ts';
import type { RunOptions } from '../playable.ts';
import { createFault, createOthers, isCommitted, serversOf } from '../stage-parts.ts';
import { supervise } from '../supervised-service.ts';
import { type FootprintWatch, watchFootprints } from '../watch-footprints.ts';
import { insertReceivers, mustEnd, ORDER, RARE, type Receivers } from './endpoints.ts';
import type { DeliverScenario, DeliverStage } from './scenario.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

const PARTITIONS = 6;
/** Events a second. */
const RATE = 30;
/** So many events are on their way at the most; more are sent when posts have come. */
const MAX_AHEAD = 150;
/** Posts for an event on average, at the least. */
const POSTS_AN_EVENT = 5 / 3;
/** One event of so many is for those that misbehave. */
const RARE_EVERY = 100;
const SLOTS = 32;
/** What one crash may leave unknown: posts under way in a process, and results that it has not written. */
export const IN_FLIGHT = 2 * SLOTS;
export const LADDER = parseLadder('300ms,600ms,900ms,1200ms');
const LADDER_TEXT = LADDER.steps.map(({ name }) => name).join(',');
const TIMEOUT_MS = 3000;

/**
 * A post begins as long as its time-out and 5 s are left of the lease; what it came to is not known, and so it may be
 * repeated, when these are over at the earliest.
 */
export const leastLeaseMs = ({ timeoutMs = TIMEOUT_MS }: DeliverScenario) => timeoutMs + 5000;

// Short, so that a scenario takes seconds: a lease is the time-out and 15 s. A breaker opens now and then: of three posts
// in ten that fail, five come in a row, or half of ten.
const DELIVER_TIMES = {
  ...{
    ...{ BREAKER_OPEN: '500ms', KAFKA_SESSION_TIMEOUT: '6s', SHUTDOWN_GRACE: '20s' },
    ...{ ALLOW_PRIVATE_WEBHOOKS: 'true', SECRET_KEYS },
  },
  ...{ MAX_CONCURRENT_EVENTS: String(SLOTS), RETRY_LADDER: LADDER_TEXT },
};
const PERSIST_TIMES = {
  ...{ KAFKA_SESSION_TIMEOUT: '6s', SWEEP_INTERVAL: '1s', SWEEP_AFTER: '5s', RETRY_LADDER: LADDER_TEXT },
  SHUTDOWN_GRACE: '20s',
};
const POST_LIMIT_MS = 120_000;
/** Of an outage's time no post came for at least this share. */
const SURE_SHARE = 0.8;
/** How long after the heal everything must have ended. */
const DRAIN_LIMIT_MS = 180_000;
/** How long the last offsets may take to be committed. */
const COMMIT_LIMIT_MS = 30_000;
/** Longer than the longest rung. */
const RUNGS_LIMIT_MS = 5000;

export interface OpenDeliver extends DeliverStage, Receivers {
  readonly ledger: OutsideLedger;
  readonly footprints: FootprintWatch;
  /** Waits until the group has committed every wake-up. False when it does not. */
  committed(): Promise<boolean>;
  resumedMs(): number | undefined;
  /** How long an outage must have kept posts away at least, in milliseconds; 0 without one. */
  leastStallMs(): number;
  /** What every process has said. */
  logs(): string;
}

export async function openDeliver(
  t: Cleanup,
  scenario: DeliverScenario,
  random: Random,
  { servers, say }: RunOptions,
): Promise<OpenDeliver> {
  const fixture = await persistFixture(t, { partitions: PARTITIONS });
  const { kafka, database, producer } = fixture;
  const raw = rawKafka(kafka.brokers);
  t.after(() => raw[Symbol.asyncDispose]());
  const receiver = await startWebhookReceiver(t, random);
  const receivers = await insertReceivers(database.pool, receiver.urlOf, scenario.misbehaving ?? false);
  const clock = steppedClock(t);
  const WEBHOOK_TIMEOUT = `${scenario.timeoutMs ?? TIMEOUT_MS}ms`;
  const env = { ...fixture.env, ...DELIVER_TIMES, WEBHOOK_TIMEOUT, ...clock.env, ...scenario.env };
  const persist = supervise(t, 'persist', { ...fixture.env, ...PERSIST_TIMES, ...scenario.persistEnv });
  const supervised = { ...env, PORT: String(await freePort()) };
  const deliver = supervise(t, 'deliver', supervised, scenario.firstEnv?.(random));
  await Promise.all([persist.start(), deliver.start()]);

  const footprints = watchFootprints(() => [...persist.watched(), ...deliver.watched()]);

  const ledger = new OutsideLedger();
  const load = startLoad({
    ...{ publisher: producer.publisher, topic: kafka.topics.events, ledger },
    ...{ next: createTraffic(receivers, random), rate: RATE },
    mayGoOn: () => ledger.sends.length - receiver.posts.length / POSTS_AN_EVENT < MAX_AHEAD,
  });
  t.after(() => load.stop());
  const others = createOthers(t, 'deliver', env);

  async function posted(more: number): Promise<void> {
    const wanted = receiver.posts.length + more;
    await until(`${more} more posts come`, () => receiver.posts.length >= wanted, POST_LIMIT_MS);
    footprints.warm();
  }

  const isStored = () => isCommitted(raw, kafka.groups.persist, kafka.topics.events);

  // Those that fail may wait for long; all others must come to an end.
  const failing = receivers.endpoints.filter((endpoint) => !mustEnd(endpoint));
  async function hasEnded(): Promise<boolean> {
    const { rows } = await database.pool.query<{ open: boolean }>(
      `select exists (select from deliveries
                       where (state in ('pending', 'sending') or (state = 'dead' and dlq_at is null))
                         and not endpoint_id = any ($1::uuid[])) as open`,
      [failing.map(({ id }) => id)],
    );
    return rows[0]?.open === false;
  }

  const areTaken = () => isCommitted(raw, kafka.groups.deliver, kafka.topics.deliveries);
  const areForwarded = async () => {
    const rungs = kafka.topics.rungs.map(({ topic }) => isCommitted(raw, kafka.groups.rungs, topic));
    return (await Promise.all(rungs)).every(Boolean);
  };

  const { outage, healed, resumedMs, leastStallMs } = createFault({
    ...{ more: posted, enough: 2 * RATE },
    // What was claimed before is still posted.
    ...{ sureShare: SURE_SHARE, shareWithEnd: 1 / 3 },
  });

  return {
    ...{ fixture, raw, persist, deliver, receiver, random, say, posted, ledger, footprints, ...receivers },
    ...{ outage, healed, resumedMs, leastStallMs },
    get servers() {
      return serversOf(scenario, servers);
    },
    launchDeliver: others.launch,
    stepClock: (offsetMs) =>
      clock.step({ signal: () => deliver.signal('SIGUSR2'), log: deliver.log }, offsetMs),
    stopLoad: () => load.stop(),
    async drained() {
      const isDrained = async () => (await isStored()) && (await hasEnded());
      // What has just come up may refuse to answer for a moment.
      await until('all is stored and delivered', () => isDrained().catch(() => false), DRAIN_LIMIT_MS);
      await footprints.drained();
    },
    async committed() {
      // What waits on a rung is forwarded even if its delivery is over by now. Where a rung was emptied it never is.
      await until('rungs are empty', () => areForwarded().catch(() => false), RUNGS_LIMIT_MS).catch(() => {});
      return until('all is committed', () => areTaken().catch(() => false), COMMIT_LIMIT_MS).then(
        () => true,
        () => false,
      );
    },
    logs: () => persist.log() + deliver.log() + others.logs(),
  };
}

const codec = createEventCodec();

function createTraffic({ organizations }: Receivers, random: Random): (number: number) => Sendable {
  return (number) => {
    const isRare = number % RARE_EVERY === RARE_EVERY - 1;
    const organization = isRare ? (organizations.at(-1) ?? '') : random.pick(organizations);
    const pad = 'x'.repeat(random.below(400));
    const event = makeEvent(organization, {
      type: isRare ? RARE : ORDER,
      payload: `{"number":${number},"pad":"${pad}"}`,
    });
    const key = eventKey(event.organization_id, event.ordering_key);
    return {
      ...{ key, value: codec.encode(event), partition: partitionFor(key, PARTITIONS), event },
      ...{ headers: { [SEND_HEADER]: String(number) }, oddity: undefined, reason: undefined },
    };
  };
}
