// Everything that a scenario needs: topics and a database of its own, tenants, a supervised persist, and the load.
import type { Cleanup } from '../support/cleanup.ts';
import type { Random } from '../support/fuzz-random.ts';
import { rawKafka } from '../support/kafka-raw.ts';
import { persistFixture } from '../support/persist.ts';
import { until } from '../support/until.ts';
import { startLoad } from './load.ts';
import { OutsideLedger } from './outside-ledger.ts';
import type { RunOptions } from './playable.ts';
import type { Scenario, Stage } from './scenario.ts';
import { createFault, createOthers, isCommitted, serversOf } from './stage-parts.ts';
import { supervise } from './supervised-service.ts';
import { insertTenants, type Tenants } from './tenants.ts';
import { createTraffic, NOT_AVRO } from './traffic.ts';
import { type FootprintWatch, watchFootprints } from './watch-footprints.ts';

const PARTITIONS = 6;
const RATE = 250;
// Short, so that a scenario takes seconds: what a dead process held is free after 6 s, the least that a broker allows.
// The sweeper is out of the way, unless a scenario wants it: what is shown is what the hop itself repairs.
const TIMES = { KAFKA_SESSION_TIMEOUT: '6s', SWEEP_INTERVAL: '1h', SHUTDOWN_GRACE: '20s' };
const PASS_LIMIT_MS = 90_000;
/** Of an outage's time nothing was stored for at least this share. */
const SURE_SHARE = 0.9;
/** How long after the heal everything must be stored. */
const DRAIN_LIMIT_MS = 180_000;

export interface OpenStage extends Stage {
  readonly endpoints: Tenants['endpoints'];
  readonly footprints: FootprintWatch;
  resumedMs(): number | undefined;
  /** How long an outage must have held persist up at least, in milliseconds; 0 without one. */
  leastStallMs(): number;
  /** What every persist process has said. */
  logs(): string;
}

export async function openStage(
  t: Cleanup,
  scenario: Scenario,
  random: Random,
  { servers, say }: RunOptions,
): Promise<OpenStage> {
  const fixture = await persistFixture(t, { partitions: PARTITIONS });
  const { kafka, database, producer } = fixture;
  const raw = rawKafka(kafka.brokers);
  t.after(() => raw[Symbol.asyncDispose]());
  const tenants = await insertTenants(database.pool);
  await scenario.prepare?.(fixture);
  const env = { ...fixture.env, ...TIMES, ...scenario.env };
  const persist = supervise(t, 'persist', env, scenario.firstEnv?.(random));
  await persist.start();

  const footprints = watchFootprints(persist.watched);

  const ledger = new OutsideLedger();
  const traffic = createTraffic(tenants, scenario.poison ?? [NOT_AVRO], { random, partitions: PARTITIONS });
  const load = startLoad({
    ...{ publisher: producer.publisher, topic: kafka.topics.events, ledger },
    ...{ next: traffic, rate: scenario.rate ?? RATE },
  });
  t.after(() => load.stop());
  const others = createOthers(t, 'persist', env);

  /** How many records have passed; undefined while Postgres cannot be asked. */
  async function countPassed(): Promise<number | undefined> {
    const sum = 'select coalesce(sum(next_offset - first_offset), 0)::int as n from progress';
    return await database.pool.query<{ n: number }>(sum).then(
      ({ rows }) => rows[0]?.n,
      () => undefined,
    );
  }

  async function passed(more: number): Promise<void> {
    let before: number | undefined;
    await until(
      `${more} more records pass`,
      async () => {
        const now = await countPassed();
        before ??= now;
        return now !== undefined && before !== undefined && now >= before + more;
      },
      PASS_LIMIT_MS,
    );
    footprints.warm();
  }

  const { outage, healed, resumedMs, leastStallMs } = createFault({
    ...{ more: passed, enough: 2 * (scenario.rate ?? RATE), sureShare: SURE_SHARE },
    shareWithEnd: 1 / 2,
  });

  return {
    ...{ fixture, raw, persist, random, say, passed, ledger, endpoints: tenants.endpoints, footprints },
    ...{ outage, healed, resumedMs, leastStallMs },
    get servers() {
      return serversOf(scenario, servers);
    },
    launchPersist: others.launch,
    stopLoad: () => load.stop(),
    // A broker that has just come up may refuse to answer for a moment.
    async drained() {
      const isDrained = () => isCommitted(raw, kafka.groups.persist, kafka.topics.events).catch(() => false);
      await until('all is stored and committed', isDrained, DRAIN_LIMIT_MS);
      await footprints.drained();
    },
    logs: () => persist.log() + others.logs(),
  };
}
