// The broker or Postgres goes away and comes back, or does not answer.
import type { Outage } from '../../scenario.ts';
import type { DeliverScenario, DeliverStage } from '../scenario.ts';

const BEFORE = 80;
const BROKER_PAUSE_MS = 20_000;
const POSTGRES_PAUSE_MS = 30_000;
const LOCK_MS = 10_000;

function outage(
  name: string,
  about: string,
  make: (stage: DeliverStage) => Outage | Promise<Outage>,
  more: Partial<DeliverScenario> = {},
): DeliverScenario {
  return {
    ...{ name, about },
    async run(stage) {
      await stage.posted(BEFORE);
      await stage.outage(await make(stage));
      await stage.healed();
      return [];
    },
    ...more,
  };
}

/** What deliver says when its connections to Postgres break. */
const BROKEN = /connection\.lost|claim\.failed|results\.delayed/;

export const outages: readonly DeliverScenario[] = [
  outage(
    'broker-restart',
    'the broker is stopped and started',
    ({ servers: { kafka } }) => ({ begin: () => kafka.node.stop(), end: () => kafka.node.start() }),
    { mayEnd: true },
  ),
  outage(
    'broker-kill',
    'kill -9 of the broker, then a start',
    ({ servers: { kafka } }) => ({ begin: () => kafka.node.kill(), end: () => kafka.node.start() }),
    { mayEnd: true },
  ),
  outage(
    'broker-pause',
    `SIGSTOP of the broker for ${BROKER_PAUSE_MS / 1000} s`,
    ({ servers: { kafka } }) => ({
      begin: () => kafka.node.pause(),
      lastsMs: BROKER_PAUSE_MS,
      end: () => kafka.node.resume(),
    }),
    { mayEnd: true },
  ),
  outage(
    'postgres-restart',
    'Postgres is stopped (`-m fast`) and started',
    ({ servers: { postgres } }) => ({ begin: () => postgres.stop(), end: () => postgres.start() }),
    { felt: BROKEN },
  ),
  outage(
    'postgres-kill',
    "kill -9 of Postgres' main process, then a start with recovery",
    ({ servers: { postgres } }) => ({ begin: () => postgres.kill(), end: () => postgres.start() }),
    { felt: BROKEN },
  ),
  outage(
    'postgres-pause',
    `SIGSTOP of every process of Postgres for ${POSTGRES_PAUSE_MS / 1000} s, longer than a lease: results may come too late`,
    ({ servers, fixture }) => ({
      begin: () => servers.pausePostgres(fixture.database.pool),
      lastsMs: POSTGRES_PAUSE_MS,
      end: () => servers.resume(),
    }),
    { mayDouble: 1 },
  ),
  outage(
    'postgres-lock',
    `a lock on \`deliveries\` that lets nobody write, for ${LOCK_MS / 1000} s, shorter than a lease`,
    async ({ fixture }) => {
      const client = await fixture.database.pool.connect();
      return {
        async begin() {
          await client.query('begin');
          await client.query('lock table deliveries in access exclusive mode');
        },
        lastsMs: LOCK_MS,
        // With its connection the lock goes, whatever has happened.
        end: () => client.release(true),
      };
    },
  ),
];
