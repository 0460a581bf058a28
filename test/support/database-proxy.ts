// Postgres behind a port that can be shut, so that a test can take it away from a service and give it back.
import type { Cleanup } from './cleanup.ts';
import { createDatabase, requiredEnv, type TestDatabase } from './database.ts';
import { type ShuttablePort, shuttablePort } from './shuttable-port.ts';

/** A database behind a port that can be shut: connections break and new ones are refused. */
export async function proxiedDatabase(t: Cleanup): Promise<{ database: TestDatabase; proxy: ShuttablePort }> {
  const database = await createDatabase(t);
  const proxy = await shuttablePort(t, new URL(requiredEnv('TEST_DATABASE_ADMIN_URL')));
  const url = new URL(database.url);
  url.port = String(proxy.port);
  return { database: { url: url.href, pool: database.pool }, proxy };
}
