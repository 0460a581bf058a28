// Everything that a scenario needs: topics and a database of its own, tenants, a supervised persist, and the load.
import { sleep } from '@hopline/runtime/wait';
import type { Cleanup } from '../support/cleanup.ts';
import type { Random } from '../support/fuzz-random.ts';
import { rawKafka } from '../support/kafka-raw.ts';
import { persistFixture } from '../support/persist.ts';
import { launchService, type ServiceProcess } from '../support/service-process.ts';
import { until } from '../support/until.ts';
import { startLoad } from './load.ts';
import { OutsideLedger } from './outside-ledger.ts';
import type { RunOptions } from './run-scenario.ts';
import type { Scenario, Stage } from './scenario.ts';
import { supervise } from './supervised-service.ts';
import { insertTenants, type Tenants } from './tenants.ts';
import { createTraffic, NOT_AVRO } from './traffic.ts';

const PARTITIONS = 6;
const RATE = 250;
// Short, so that a scenario takes seconds: what a dead process held is free after 6 s, the least that a broker allows.
// The sweeper is out of the way, unless a scenario wants it: what is shown is what the hop itself repairs.
const TIMES = { KAFKA_SESSION_TIMEOUT: '6s', SWEEP_INTERVAL: '1h' };
const PASS_LIMIT_MS = 90_000;
/** Of an outage's time nothing was stored for at least this share. */
const SURE_SHARE = 0.9;
/** How long after the heal everything must be stored. */
const DRAIN_LIMIT_MS = 60_000;

export interface OpenStage extends Stage {
  readonly endpoints: Tenants['endpoints'];
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

  const ledger = new OutsideLedger();
  const traffic = createTraffic(tenants, scenario.poison ?? [NOT_AVRO], { random, partitions: PARTITIONS });
  const load = startLoad({
    ...{ publisher: producer.publisher, topic: kafka.topics.events, ledger },
    ...{ next: traffic, rate: scenario.rate ?? RATE },
  });
  t.after(() => load.stop());
  let resumedMs: number | undefined;
  let leastStallMs = 0;
  const others: ServiceProcess[] = [];

  /** How many records have passed; undefined while Postgres cannot be asked. */
  async function countPassed(): Promise<number | undefined> {
    const sum = 'select coalesce(sum(next_offset - first_offset), 0)::int as n from progress';
    return await database.pool.query<{ n: number }>(sum).then(
      ({ rows }) => rows[0]?.n,
      () => undefined,
    );
  }

  async function isCommitted(): Promise<boolean> {
    const { topics, groups } = kafka;
    const ends = await raw.endOffsets(topics.events);
    const committed = await raw.committedOffsets(groups.persist, topics.events, ends.length);
    return ends.every((end, partition) => end === 0n || committed[partition] === end);
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
  }

  return {
    ...{ fixture, raw, persist, random, say, passed, ledger, endpoints: tenants.endpoints },
    get servers() {
      if (!servers) throw new Error(`${scenario.name} needs servers of its own`);
      return servers;
    },
    launchPersist() {
      const other = launchService(t, 'persist', env);
      others.push(other);
      return other;
    },
    async outage({ begin, lastsMs = 0, end }) {
      let begun = Number.POSITIVE_INFINITY;
      try {
        await begin();
        begun = performance.now();
        await sleep(lastsMs);
      } finally {
        await end();
      }
      // A server that starts may answer some time before it is known to.
      leastStallMs = Math.max(SURE_SHARE * lastsMs, (performance.now() - begun) / 2);
    },
    async healed() {
      const healedAt = performance.now();
      await passed(1);
      resumedMs = Math.round(performance.now() - healedAt);
      await passed(2 * (scenario.rate ?? RATE));
    },
    stopLoad: () => load.stop(),
    // A broker that has just come up may refuse to answer for a moment.
    drained: () =>
      until('all is stored and committed', () => isCommitted().catch(() => false), DRAIN_LIMIT_MS).then(
        () => {},
      ),
    resumedMs: () => resumedMs,
    leastStallMs: () => leastStallMs,
    logs: () => [persist, ...others].map((one) => one.log()).join(''),
  };
}
