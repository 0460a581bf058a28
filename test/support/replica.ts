// A Postgres with a replica that follows it, both of one test alone.
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '@hopline/dev/embedded-postgres';
import { migrateDatabase } from '@hopline/postgres/migrate';
import { createPool, type Pool } from '@hopline/postgres/pool';
import { type Cleanup, inReverse } from './cleanup.ts';
import type { TestDatabase } from './database.ts';

export interface Replica {
  readonly url: string;
  /** For what only the replica itself can be told or asked. */
  readonly pool: Pool;
  readonly server: Postgres;
}

/** The replica gives up what is in the way of what it replays after 0.1 s. */
export async function replicatedDatabase(t: Cleanup): Promise<{ database: TestDatabase; replica: Replica }> {
  const fixture = inReverse(t);
  const directory = await mkdtemp(join(tmpdir(), 'hopline-replica-'));
  fixture.after(() => rm(directory, { recursive: true, force: true }));
  // As root, another user must be able to pass through.
  await chmod(directory, 0o711);
  const [from, to] = [join(directory, 'primary'), join(directory, 'replica')];

  const primary = await startPostgres({ dataDirectory: from, durable: false });
  fixture.after(() => primary.close());
  await migrateDatabase(primary.url);
  // Copied at rest: the server that the tests come with has no pg_basebackup.
  await primary.stop();
  await cp(from, to, { recursive: true });
  await chmod(to, 0o700);
  await writeFile(join(to, 'standby.signal'), '');
  await primary.start();
  const server = await startPostgres({
    dataDirectory: to,
    durable: false,
    settings: {
      primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres`,
      max_standby_streaming_delay: '100ms',
    },
  });
  fixture.after(() => server.close());

  const poolOf = (databaseUrl: string) => {
    const pool = createPool({
      databaseUrl,
      size: 4,
      applicationName: 'hopline-test',
      onIdleError: () => {},
    });
    fixture.after(() => pool.end());
    return pool;
  };
  return {
    database: { url: primary.url, pool: poolOf(primary.url) },
    replica: { url: server.url, pool: poolOf(server.url), server },
  };
}
