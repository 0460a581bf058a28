// A Postgres of one test that takes nothing but TLS, and of one user only a certificate.
import { chmod, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '@hopline/dev/embedded-postgres';
import { findPostgresBinaries } from '@hopline/dev/postgres-binaries';
import { choosePostgresUser } from '@hopline/dev/postgres-user';
import { type Authority, type Certificate, makeAuthority, temporaryFolder } from './certificates.ts';
import type { Cleanup } from './cleanup.ts';

export interface TlsPostgres {
  readonly server: Postgres;
  readonly authority: Authority;
  /** Of the user `certified`. */
  readonly client: Certificate;
  /** @param parameters of TLS, such as `{ sslmode: 'verify-full' }`; @param host which the server's certificate names is 127.0.0.1 */
  url(parameters: Readonly<Record<string, string>>, user?: string, host?: string): string;
}

/** Closed with the test. */
export async function startTlsPostgres(t: Cleanup): Promise<TlsPostgres> {
  const folder = await temporaryFolder(t);
  const authority = await makeAuthority(folder, 'authority');
  const own = await authority.issue('server', ['IP:127.0.0.1']);
  const client = await authority.issue('certified');
  const rules = join(folder, 'pg_hba.conf');
  await writeFile(rules, 'hostssl all certified all cert\nhostssl all all all trust\n');
  const dataDirectory = join(folder, 'data');
  const { uid } = await choosePostgresUser((await findPostgresBinaries()).postgres, dataDirectory);
  // It wants to be the key's owner, and the only one to read it.
  if (uid !== undefined) await chown(own.key, uid, uid);
  await chmod(own.key, 0o600);
  for (const file of [own.cert, authority.cert, rules]) await chmod(file, 0o644);
  const server = await startPostgres({
    dataDirectory,
    durable: false,
    settings: {
      ssl: 'on',
      ssl_cert_file: own.cert,
      ssl_key_file: own.key,
      ssl_ca_file: authority.cert,
      hba_file: rules,
    },
  });
  t.after(() => server.close());
  return {
    server,
    authority,
    client,
    url(parameters, user = 'postgres', host = '127.0.0.1') {
      const url = new URL(server.url);
      url.username = user;
      url.hostname = host;
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },
  };
}
