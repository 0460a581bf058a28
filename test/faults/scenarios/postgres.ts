// Postgres goes away and comes back, or does not answer. Ingest goes on meanwhile, and the group does not rebalance.
import type { Postgres } from '@hopline/dev/embedded-postgres';
import { signalProcess } from '@hopline/dev/process-info';
import type { Pool } from '@hopline/postgres/pool';
import { sleep } from '@hopline/runtime/wait';
import type { Scenario, Stage } from '../scenario.ts';

const BEFORE = 500;
const PAUSE_MS = 30_000;
const LOCK_MS = 20_000;

/** SIGSTOP to every process of the server, for a time. */
async function pauseAll(postgres: Postgres, pool: Pool, ms: number): Promise<void> {
  // Connected beforehand: the main process is stopped first, so that no new one appears while the others are listed.
  const client = await pool.connect();
  const stopped: number[] = [];
  try {
    postgres.pause();
    const { rows } = await client.query<{ pid: number; own: boolean }>(
      'select pid, pid = pg_backend_pid() as own from pg_stat_activity order by own',
    );
    for (const { pid } of rows) {
      signalProcess(pid, 'SIGSTOP');
      stopped.push(pid);
    }
    await sleep(ms);
  } finally {
    for (const pid of stopped) signalProcess(pid, 'SIGCONT');
    postgres.resume();
    client.release();
  }
}

/** How often partitions were assigned to the process: once, when it joined, if it never missed a heartbeat. */
function rebalances({ persist }: Stage): string[] {
  const times = persist.log().match(/partitions\.assigned/g)?.length ?? 0;
  return times === 1 ? [] : [`partitions were assigned ${times} times, not once`];
}

export const postgres: readonly Scenario[] = [
  {
    name: 'postgres-restart',
    about: 'Postgres is stopped (`-m fast`) and started',
    async run(stage) {
      await stage.passed(BEFORE);
      await stage.servers.postgres.stop();
      await stage.servers.postgres.start();
      await stage.healed();
      return rebalances(stage);
    },
  },
  {
    name: 'postgres-kill',
    about: "kill -9 of Postgres' main process, then a start with recovery",
    async run(stage) {
      await stage.passed(BEFORE);
      await stage.servers.postgres.kill();
      await stage.servers.postgres.start();
      await stage.healed();
      return rebalances(stage);
    },
  },
  {
    name: 'postgres-pause',
    about: 'SIGSTOP of every process of Postgres for 30 s',
    stallMs: 0.9 * PAUSE_MS,
    async run(stage) {
      await stage.passed(BEFORE);
      await pauseAll(stage.servers.postgres, stage.fixture.database.pool, PAUSE_MS);
      await stage.healed();
      return rebalances(stage);
    },
  },
  {
    name: 'postgres-lock',
    about: 'a lock on `events` that lets nobody write, for 20 s',
    stallMs: 0.9 * LOCK_MS,
    async run(stage) {
      await stage.passed(BEFORE);
      const client = await stage.fixture.database.pool.connect();
      try {
        await client.query('begin');
        await client.query('lock table events in access exclusive mode');
        await sleep(LOCK_MS);
      } finally {
        // With its connection the lock goes, whatever has happened.
        client.release(true);
      }
      await stage.healed();
      return rebalances(stage);
    },
  },
];
