// What is refused about connections before one is made: each with the setting and the file that is wrong, and without a secret.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { kafkaConnection, kafkaConnectionSettings } from '@hopline/kafka/settings';
import { databaseOf, databaseSettings, directDatabaseOf, directSettings } from '@hopline/postgres/settings';
import { problemsOf } from '@hopline/runtime/errors';
import { openPemFiles } from '@hopline/runtime/pem-files';
import { loadSettings } from '@hopline/runtime/settings';
import { type Authority, type Certificate, makeAuthority, temporaryFolder } from '../support/certificates.ts';
import { CHILD_ENV } from '../support/child-env.ts';
import { SECRET_KEYS } from '../support/secret-keys.ts';

const root = join(import.meta.dirname, '..', '..');

let folder: string;
let authority: Authority;
let client: Certificate;
let other: Certificate;
const ends: (() => unknown)[] = [];
before(async () => {
  folder = await temporaryFolder({ after: (task) => ends.push(task) });
  authority = await makeAuthority(folder, 'authority');
  [client, other] = await Promise.all([authority.issue('client'), authority.issue('other')]);
});
after(async () => {
  for (const end of ends) await end();
});

const kafkaProblems = (env: Record<string, string>) =>
  problemsOf(() => kafkaConnection(loadSettings(kafkaConnectionSettings, env)));

const databaseProblems = (parameters: Record<string, string>) =>
  problemsOf(() => {
    const DATABASE_URL = `postgres://hopline:a-password@h/db?${new URLSearchParams(parameters)}`;
    databaseOf(loadSettings(databaseSettings, { DATABASE_URL }));
  });

test('Kafka in clear text, with TLS, with our own certificate and with a password is taken', () => {
  const tls = { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: authority.cert };
  const own = { KAFKA_TLS_CERT_FILE: client.cert, KAFKA_TLS_KEY_FILE: client.key };
  const login = { KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' };
  for (const env of [{}, { KAFKA_TLS: 'true' }, tls, { ...tls, ...own }])
    assert.deepEqual(kafkaProblems(env), []);
  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'])
    assert.deepEqual(kafkaProblems({ ...login, KAFKA_SASL_MECHANISM: mechanism }), []);
});

test('what does not go together for Kafka is refused, all of it at once', async () => {
  assert.deepEqual(kafkaProblems({ KAFKA_TLS_CA_FILE: authority.cert, KAFKA_SASL_USERNAME: 'u' }), [
    'KAFKA_TLS_CA_FILE is set, but not KAFKA_TLS=true',
    'KAFKA_SASL_USERNAME is set, but not KAFKA_SASL_MECHANISM',
  ]);
  assert.deepEqual(kafkaProblems({ KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u' }), [
    'KAFKA_SASL_PASSWORD is required with KAFKA_SASL_MECHANISM=plain',
  ]);
  assert.deepEqual(kafkaProblems({ KAFKA_TLS: 'true', KAFKA_TLS_CERT_FILE: client.cert }), [
    'KAFKA_TLS_CERT_FILE is of no use without KAFKA_TLS_KEY_FILE: set both, or neither',
  ]);
  assert.deepEqual(kafkaProblems({ KAFKA_BROKERS: ',' }), ['KAFKA_BROKERS names no broker']);
});

test('a file that is missing, holds something else, or does not go with the other is named', async () => {
  const missing = join(folder, 'missing.pem');
  const encrypted = join(folder, 'encrypted.pem');
  await writeFile(
    encrypted,
    '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n',
  );
  const broken = join(folder, 'broken.pem');
  await writeFile(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  const problemsWith = (ca: string, cert: string, key: string) =>
    kafkaProblems({
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: ca,
      KAFKA_TLS_CERT_FILE: cert,
      KAFKA_TLS_KEY_FILE: key,
    });
  assert.deepEqual(problemsWith(missing, client.key, client.cert), [
    `KAFKA_TLS_CA_FILE: ${missing} is not there`,
    `KAFKA_TLS_CERT_FILE: ${client.key} holds no certificate in PEM format`,
    `KAFKA_TLS_KEY_FILE: ${client.cert} holds no private key in PEM format`,
  ]);
  assert.deepEqual(problemsWith(broken, client.cert, encrypted), [
    `KAFKA_TLS_CA_FILE: ${broken} holds a certificate that cannot be read`,
    `KAFKA_TLS_KEY_FILE: ${encrypted} is encrypted with a pass phrase: give a key without one`,
  ]);
  assert.deepEqual(problemsWith(authority.cert, client.cert, other.key), [
    `KAFKA_TLS_KEY_FILE: ${other.key} is not the key of the certificate in ${client.cert}`,
  ]);
  assert.deepEqual(problemsWith(folder, client.cert, client.key), [
    `KAFKA_TLS_CA_FILE: ${folder} is a directory`,
  ]);
});

test('files that are replaced are read again, and those that are not whole yet change nothing', async () => {
  const [cert, key] = [join(folder, 'mine.crt'), join(folder, 'mine.key')];
  const use = ({ cert: from, key: secret }: Certificate) =>
    Promise.all([copyFile(from, cert), copyFile(secret, key)]);
  await use(client);
  let now = 0;
  const file = (path?: string) => ({ setting: 'A_SETTING', path });
  const read = openPemFiles({ ca: file(), cert: file(cert), key: file(key) }, () => now);
  const first = read();
  await copyFile(other.cert, cert);
  now = 10_000;
  assert.equal(read(), first, 'the certificate alone is of no use');
  await rm(cert);
  now = 20_000;
  assert.equal(read(), first);
  await use(other);
  now = 30_000;
  assert.notEqual(read().cert, first.cert);
  assert.notEqual(read().key, first.key);
});

test('a URL of Postgres says what is wrong with its TLS, and is not repeated', () => {
  for (const sslmode of ['disable', 'require', 'verify-full'])
    assert.deepEqual(databaseProblems({ sslmode }), [], sslmode);
  assert.deepEqual(databaseProblems({ sslmode: 'verify-ca', sslrootcert: authority.cert }), []);
  for (const sslmode of ['allow', 'prefer', 'no-verify'])
    assert.match(
      databaseProblems({ sslmode }).join(),
      /^DATABASE_URL: sslmode=\S+ does not look who answers/,
    );
  assert.match(databaseProblems({ ssl: 'no-verify' }).join(), /ssl=no-verify is not known/);
  assert.match(databaseProblems({ sslmode: 'verify_full' }).join(), /sslmode=verify_full is not known/);
  assert.match(databaseProblems({ sslmode: 'verify-ca' }).join(), /needs sslrootcert/);
  assert.match(databaseProblems({ uselibpqcompat: 'true' }).join(), /uselibpqcompat is not a parameter/);
  assert.deepEqual(
    databaseProblems({ sslmode: 'verify-full', sslrootcert: '/nowhere', sslcert: client.cert }),
    [
      'sslcert of DATABASE_URL is of no use without sslkey of DATABASE_URL: set both, or neither',
      'sslrootcert of DATABASE_URL: /nowhere is not there',
    ],
  );
  assert.match(databaseProblems({ sslmode: 'disable', sslrootcert: authority.cert }).join(), /of no use/);
});

test('behind a pooler in transaction mode a URL that leads to Postgres itself is required', () => {
  const settings = { ...databaseSettings, ...directSettings };
  const url = (env: Record<string, string>) => directDatabaseOf(loadSettings(settings, env)).databaseUrl;
  const pooled = { DATABASE_URL: 'postgres://pooler/db', DATABASE_POOLER: 'transaction' };
  assert.match(
    problemsOf(() => url(pooled)).join(),
    /^DATABASE_LISTEN_URL is required with DATABASE_POOLER=transaction/,
  );
  assert.equal(url({ ...pooled, DATABASE_LISTEN_URL: 'postgres://itself/db' }), 'postgres://itself/db');
  assert.equal(url({ DATABASE_URL: 'postgres://itself/db' }), 'postgres://itself/db');
});

test('a service names everything that is wrong before it starts anything, and no password', async () => {
  const child = spawn(process.execPath, [join(root, 'services/api/src/main.ts')], {
    env: {
      ...CHILD_ENV,
      ADMIN_TOKEN: 'an-admin-token-of-the-tests-which-is-long',
      SECRET_KEYS,
      DATABASE_URL: 'postgres://u:pg-password@h/db?sslmode=no-verify',
      DATABASE_POOLER: 'transaction',
      KAFKA_SASL_PASSWORD: 'kafka-password',
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: '/nowhere/ca.pem',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  assert.equal(code, 2, output);
  assert.match(output, /KAFKA_TLS_CA_FILE: \/nowhere\/ca\.pem is not there/);
  assert.match(output, /KAFKA_SASL_PASSWORD is set, but not KAFKA_SASL_MECHANISM/);
  assert.match(output, /DATABASE_URL: sslmode=no-verify/);
  assert.match(output, /DATABASE_LISTEN_URL is required/);
  assert.doesNotMatch(output, /(pg|kafka)-password/);
});
