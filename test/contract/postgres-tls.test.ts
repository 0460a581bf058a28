// TLS to a real Postgres that takes nothing else: the whole system over it, what each sslmode looks at, and what is said when it
// does not work.
import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createPool } from '@hopline/postgres/pool';
import { describeError } from '@hopline/runtime/errors';
import { makeAuthority, temporaryFolder } from '../support/certificates.ts';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { makeTenant } from '../support/first-tenant.ts';
import { startReceiver } from '../support/receiver.ts';
import { startSystem } from '../support/system.ts';
import { startTlsPostgres, type TlsPostgres } from '../support/tls-postgres.ts';
import { until } from '../support/until.ts';

function openPool(databaseUrl: string) {
  return createPool({ databaseUrl, size: 2, applicationName: 'hopline-test', onIdleError: () => {} });
}

/** Who we are to the server, and whether it is encrypted; or what was in the way. */
async function connect(url: string): Promise<string> {
  const pool = openPool(url);
  try {
    const { rows } = await pool.query(
      `select current_user || case when ssl then ' by TLS' else ' in clear text' end as who
         from pg_stat_ssl where pid = pg_backend_pid()`,
    );
    return rows[0].who;
  } catch (error) {
    return describeError(error);
  } finally {
    await pool.end();
  }
}

describe('a Postgres that wants TLS', () => {
  let postgres: TlsPostgres;
  let trusted: Record<string, string>;
  let end: () => unknown = () => {};
  const suite: Cleanup = inReverse({ after: (task) => (end = task) });
  before(async () => {
    postgres = await startTlsPostgres(suite);
    trusted = { sslmode: 'verify-full', sslrootcert: postgres.authority.cert };
  });
  after(() => end());

  test('an event goes through the whole system', async (t) => {
    const receiver = await startReceiver(t);
    const url = postgres.url(trusted);
    const pool = openPool(url);
    t.after(() => pool.end());
    const system = await startSystem(t, {}, { database: { url, pool } });
    const tenant = await makeTenant(system, receiver.url);
    const id = await tenant.post({});
    await until('it was delivered', () => receiver.byId(id).length > 0);
    // Notices come over a connection of its own.
    const revoked = await tenant.revoke();
    assert.ok(revoked.ok, await revoked.text());
    await until('the key is refused', async () => (await tenant.ask('GET', '/api/endpoints')).status === 401);
  });

  test('every mode but disable looks who answers; verify-ca alone does not mind under which name', async (t) => {
    const { authority, url } = postgres;
    const sslrootcert = authority.cert;
    for (const sslmode of ['require', 'verify-ca', 'verify-full'])
      assert.equal(await connect(url({ sslmode, sslrootcert })), 'postgres by TLS', sslmode);
    assert.match(await connect(url({ sslmode: 'disable' })), /no pg_hba.conf entry|no encryption/);
    const other = await makeAuthority(await temporaryFolder(t), 'other');
    for (const sslmode of ['require', 'verify-ca', 'verify-full']) {
      const problem = await connect(url({ sslmode, sslrootcert: other.cert }));
      assert.match(problem, /unable to verify|self.signed|unable to get (local )?issuer/i, sslmode);
    }
    // Without sslrootcert those count that Node knows, and ours is none of them.
    assert.match(await connect(url({ sslmode: 'require' })), /unable to verify|self.signed|issuer/i);
    const named = (sslmode: string) => connect(url({ sslmode, sslrootcert }, 'postgres', 'localhost'));
    assert.match(await named('require'), /does not match certificate/);
    assert.match(await named('verify-full'), /does not match certificate/);
    assert.equal(await named('verify-ca'), 'postgres by TLS');
  });

  test('a user may be known by a certificate, and is told when it is missing', async () => {
    const { client, url } = postgres;
    const certified = { ...trusted, sslcert: client.cert, sslkey: client.key };
    const made = openPool(url(trusted));
    await made.query('create role certified login');
    await made.end();
    assert.equal(await connect(url(certified, 'certified')), 'certified by TLS');
    assert.match(await connect(url(trusted, 'certified')), /valid client certificate/);
  });

  test('a certificate that was replaced is used by the connections that are made from then on', async (t) => {
    const folder = await temporaryFolder(t);
    const other = await makeAuthority(folder, 'other');
    const file = join(folder, 'ca.pem');
    await copyFile(other.cert, file);
    const pool = openPool(postgres.url({ ...trusted, sslrootcert: file }));
    t.after(() => pool.end());
    await assert.rejects(pool.query('select 1'));
    await copyFile(postgres.authority.cert, file);
    await until('it connects', () => pool.query('select 1').catch(() => undefined));
  });
});
