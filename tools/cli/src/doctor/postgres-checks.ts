// Postgres: whether it answers, has the tables, the days and the schemas of this release, and what is sealed can be opened.

import { findMissingDays } from '@hopline/postgres/installation/find-missing-days';
import { readMigrations } from '@hopline/postgres/installation/read-migrations';
import { readServer } from '@hopline/postgres/installation/read-server';
import type { Pool } from '@hopline/postgres/pool';
import { findChangedSchemas } from '@hopline/postgres/schemas/find-changed-schemas';
import { checkSecretKeys } from '@hopline/postgres/secrets/check-secret-keys';
import { readSealed } from '@hopline/postgres/secrets/read-sealed';
import { schemaFingerprint } from '@hopline/wire/avro-codec';
import { eventDay } from '@hopline/wire/event';
import { readAllSchemas } from '@hopline/wire/schema-files';
import { isSealed, SecretBox, type SecretKey } from '@hopline/wire/secret-box';
import { count } from '../output/figures.ts';
import { type Check, type Finding, failed, ok, skipped, warning } from './check.ts';

const DAY_MS = 86_400_000;
const PAGE = 500;
/** Opened by a check that should take no more than seconds. */
const MOST_OPENED = 10_000;
const SKEW_MS = 2000;
/** Of max_connections. */
const CROWDED = 0.9;

export function postgresChecks(
  pool: Pool,
  where: string,
  keys: () => readonly SecretKey[] | undefined,
): Check[] {
  const later = { needs: 'Postgres', otherwise: 'hopline migrate, and see the log of Postgres' };
  return [
    {
      name: 'Postgres',
      otherwise: `check DATABASE_URL (${where}), and that Postgres takes connections`,
      look: async () => await judgeServer(pool),
    },
    { name: 'migrations', ...later, look: async () => judgeMigrations(await readMigrations(pool)) },
    {
      name: 'days',
      ...later,
      async look() {
        const days = [0, 1].map((later) => eventDay(Date.now() + later * DAY_MS));
        const missing = await findMissingDays(pool, days);
        if (missing.length === 0) return ok(`the tables of ${days.join(' and ')} are there`);
        return failed(
          `missing: ${missing.join(', ')}`,
          'hopline migrate makes them; see why persist does not',
        );
      },
    },
    { name: 'schemas', ...later, look: async () => await judgeSchemas(pool) },
    {
      name: 'SECRET_KEYS',
      needs: 'Postgres',
      otherwise: 'restore the keys that are missing',
      look: () => judgeSecrets(pool, keys()),
    },
  ];
}

async function judgeServer(pool: Pool): Promise<Finding> {
  const { version, isReplica, connections, maxConnections } = await readServer(pool);
  // The first question also connects; only the second one takes no longer than the way there and back.
  const asked = Date.now();
  const { now } = await readServer(pool);
  const answered = Date.now();
  const skewMs = now.getTime() - (asked + answered) / 2;
  const text = `${version}, ${connections} of ${maxConnections} connections in use, answers in ${answered - asked} ms`;
  if (isReplica) return failed(`${text}; it is a replica`, 'let DATABASE_URL lead to the primary');
  const off = Math.max(0, Math.abs(skewMs) - (answered - asked));
  if (off > SKEW_MS) {
    return warning(
      `its clock is ${(skewMs / 1000).toFixed(1)} s from that of this machine`,
      'let both follow the same time servers (NTP)',
    );
  }
  if (connections > CROWDED * maxConnections) {
    return warning(text, 'raise max_connections, lower POOL_SIZE, or put a pooler in between');
  }
  return ok(text);
}

export function judgeMigrations({
  applied,
  missing,
  unknown,
}: Awaited<ReturnType<typeof readMigrations>>): Finding {
  if (missing.length > 0) return failed(`not applied: ${missing.join(', ')}`, 'hopline migrate');
  if (unknown > 0) {
    return warning(
      `${unknown} of ${applied} are of a newer release than this one`,
      'look with the release that runs; between two that are one apart nothing is wrong',
    );
  }
  return ok(`all ${applied} are applied`);
}

async function judgeSchemas(pool: Pool): Promise<Finding> {
  const schemas = readAllSchemas().map(({ subject, version, text }) => ({
    ...{ subject, version, schema: text },
    fingerprint: schemaFingerprint(text),
  }));
  const changed = await findChangedSchemas(pool, schemas);
  if (changed.length > 0) {
    const names = changed.map(({ subject, version }) => `${subject} version ${version}`);
    return failed(
      `stored as another schema: ${names.join(', ')}`,
      'docs/schemas.md: a version never changes',
    );
  }
  const { rows } = await pool.query<{ fingerprint: string }>('select fingerprint from schemas');
  const stored = new Set(rows.map(({ fingerprint }) => fingerprint));
  const missing = schemas.filter(({ fingerprint }) => !stored.has(fingerprint));
  if (missing.length === 0) return ok(`${count(schemas.length, 'version')} of this release are stored`);
  const names = missing.map(({ subject, version }) => `${subject} version ${version}`);
  return failed(`not stored: ${names.join(', ')}`, 'hopline migrate');
}

async function judgeSecrets(pool: Pool, keys: readonly SecretKey[] | undefined): Promise<Finding> {
  if (keys === undefined) {
    return skipped('SECRET_KEYS is not set here', 'set it as the api and deliver have it');
  }
  await checkSecretKeys(pool, keys);
  const box = new SecretBox(keys);
  let [opened, plain] = [0, 0];
  let after: string | undefined;
  for (let more = true; more && opened < MOST_OPENED; ) {
    const rows = await readSealed(pool, after, PAGE);
    for (const row of rows) {
      if (!isSealed(row.secret)) plain += 1;
      // It throws when a key is wrong; what it gives is not looked at.
      box.open(row.secret, 'secret', row.id);
      for (const { secret } of row.oldSecrets ?? []) box.open(secret, 'secret', row.id);
      if (row.headers !== null) box.open(row.headers, 'headers', row.id);
      opened += 1;
    }
    after = rows.at(-1)?.id;
    more = rows.length === PAGE;
  }
  if (plain > 0)
    return warning(
      `${plain} of ${count(opened, 'endpoint')} have secrets that are not sealed`,
      'hopline rekey',
    );
  return ok(`${count(keys.length, 'key')} open what is sealed of ${count(opened, 'endpoint')}`);
}
