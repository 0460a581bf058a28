// Postgres goes away and comes back, or does not answer. Ingest goes on meanwhile, and the group does not rebalance.
import type { Scenario, Stage } from '../scenario.ts';

const BEFORE = 500;
const PAUSE_MS = 30_000;
const LOCK_MS = 20_000;

/** How often partitions were assigned to the process: once, when it joined, if it never missed a heartbeat. */
export function rebalances({ persist }: Stage): string[] {
  const times = persist.log().match(/partitions\.assigned/g)?.length ?? 0;
  return times === 1 ? [] : [`partitions were assigned ${times} times, not once`];
}

/** What persist says when its connections break. */
const BROKEN = /connection\.lost|batch\.held/;

export const postgres: readonly Scenario[] = [
  {
    name: 'postgres-restart',
    about: 'Postgres is stopped (`-m fast`) and started',
    felt: BROKEN,
    async run(stage) {
      const { postgres: server } = stage.servers;
      await stage.passed(BEFORE);
      await stage.outage({ begin: () => server.stop(), end: () => server.start() });
      await stage.healed();
      return rebalances(stage);
    },
  },
  {
    name: 'postgres-kill',
    about: "kill -9 of Postgres' main process, then a start with recovery",
    felt: BROKEN,
    async run(stage) {
      const { postgres: server } = stage.servers;
      await stage.passed(BEFORE);
      await stage.outage({ begin: () => server.kill(), end: () => server.start() });
      await stage.healed();
      return rebalances(stage);
    },
  },
  {
    name: 'postgres-pause',
    about: 'SIGSTOP of every process of Postgres for 30 s',
    async run(stage) {
      const { servers, fixture } = stage;
      await stage.passed(BEFORE);
      await stage.outage({
        begin: () => servers.pausePostgres(fixture.database.pool),
        lastsMs: PAUSE_MS,
        end: () => servers.resume(),
      });
      await stage.healed();
      return rebalances(stage);
    },
  },
  {
    name: 'postgres-lock',
    about: 'a lock on `events` that lets nobody write, for 20 s',
    async run(stage) {
      await stage.passed(BEFORE);
      const client = await stage.fixture.database.pool.connect();
      await stage.outage({
        async begin() {
          await client.query('begin');
          await client.query('lock table events in access exclusive mode');
        },
        lastsMs: LOCK_MS,
        // With its connection the lock goes, whatever has happened.
        end: () => client.release(true),
      });
      await stage.healed();
      return rebalances(stage);
    },
  },
];
