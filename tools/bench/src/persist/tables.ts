// A database of its own for each subject of each round, in the same server: every one begins with empty tables.
import { migrateDatabase } from '@hopline/postgres/migrate';
import { createPool, type Pool } from '@hopline/postgres/pool';
import { keyHash } from '@hopline/wire/partitioner';
import type { Tenancy } from './corpus.ts';

export interface Tables extends AsyncDisposable {
  readonly url: string;
  readonly name: string;
  /** For looking on; the subject has its own. */
  readonly pool: Pool;
}

let made = 0;

/** @param serverUrl of any database of the server */
export async function makeTables(serverUrl: string, tenancies: readonly Tenancy[]): Promise<Tables> {
  const name = `bench_${++made}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const databaseUrl = url.toString();
  await onServer(serverUrl, `create database ${name}`);
  await migrateDatabase(databaseUrl);
  const pool = openPool(databaseUrl);
  await insertTenancies(pool, tenancies);
  await onServer(serverUrl, 'checkpoint');
  return {
    url: databaseUrl,
    name,
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await onServer(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

function openPool(databaseUrl: string): Pool {
  return createPool({ databaseUrl, size: 4, applicationName: 'bench', onIdleError: () => {} });
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const pool = openPool(serverUrl);
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}

async function insertTenancies(pool: Pool, tenancies: readonly Tenancy[]): Promise<void> {
  const organizationIds = tenancies.map(({ organizationId }) => organizationId);
  const endpointIds = tenancies.map(({ endpointId }) => endpointId);
  await pool.query(
    `insert into organizations (id, name, tier) select id, 'Bench', 'pro' from unnest($1::uuid[]) as id`,
    [organizationIds],
  );
  await pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash)
     select id, organization_id, 'https://bench.example/hook', array['order.*'], 'whsec_YmVuY2g=', key_hash
       from unnest($1::uuid[], $2::uuid[], $3::int[]) as given (id, organization_id, key_hash)`,
    [endpointIds, organizationIds, endpointIds.map((id) => keyHash(id))],
  );
}
