// TLS and SASL to a real broker: the whole system over it, and what is said when it does not work.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connectAdmin, createPublisher } from '@hopline/kafka/connect';
import { kafkaConnection, kafkaConnectionSettings } from '@hopline/kafka/settings';
import { describeError } from '@hopline/runtime/errors';
import { loadSettings } from '@hopline/runtime/settings';
import { makeAuthority, temporaryFolder } from '../support/certificates.ts';
import { CHILD_ENV } from '../support/child-env.ts';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { makeTenant } from '../support/first-tenant.ts';
import { startReceiver } from '../support/receiver.ts';
import { RENEWED_AFTER_MS, type SecureKafka, startSecureKafka } from '../support/secure-kafka.ts';
import { startSystem } from '../support/system.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '..', '..');
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

const connectionOf = (env: Record<string, string>) =>
  kafkaConnection(loadSettings(kafkaConnectionSettings, env));

async function problemOf(env: Record<string, string>): Promise<string> {
  const connection = connectionOf(env);
  const admin = await connectAdmin({ ...connection, clientId: 'hopline-test' }).catch(describeError);
  if (typeof admin === 'string') return admin;
  await admin.close();
  throw new Error('it could connect');
}

describe('a Kafka that wants TLS', () => {
  let secure: SecureKafka;
  let mutual: Record<string, string>;
  const login = (mechanism: string, password = secure.password) => ({
    KAFKA_BROKERS: secure.sasl,
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA_FILE: secure.authority.cert,
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: secure.username,
    KAFKA_SASL_PASSWORD: password,
  });
  let end: () => unknown = () => {};
  const suite: Cleanup = inReverse({ after: (task) => (end = task) });
  before(async () => {
    secure = await startSecureKafka(suite);
    mutual = {
      KAFKA_BROKERS: secure.mutualTls,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: secure.authority.cert,
      KAFKA_TLS_CERT_FILE: secure.client.cert,
      KAFKA_TLS_KEY_FILE: secure.client.key,
    };
  });
  after(() => end());

  test('an event goes through the whole system, with a certificate here, each kind of password there, and logins that are renewed', async (t) => {
    const receiver = await startReceiver(t);
    const system = await startSystem(
      t,
      {},
      {
        kafka: secure.kafka,
        envOf: {
          migrate: login('plain'),
          api: mutual,
          persist: login('scram-sha-256'),
          deliver: login('scram-sha-512'),
        },
      },
    );
    const tenant = await makeTenant(system, receiver.url);
    const sent: string[] = [];
    // So long that every login was renewed, and more than once.
    const endsAt = performance.now() + 2.5 * RENEWED_AFTER_MS;
    while (performance.now() < endsAt) sent.push(await tenant.post({ n: sent.length }));
    await until('every event was delivered', () => sent.every((id) => receiver.byId(id).length > 0));
    assert.ok(sent.every((id) => receiver.byId(id).length === 1));
    for (const name of ['api', 'persist', 'deliver'] as const)
      assert.ok(!system.service(name).log().includes(secure.password), `${name} has logged the password`);
  });

  test('a login is renewed on its connection: what is under way is acknowledged', async () => {
    const topic = 'hopline.renewed';
    await using admin = await connectAdmin({ brokers: secure.kafka.brokers, clientId: 'hopline-test' });
    await admin.provision([{ topic, partitions: 1, config: {} }], {
      replicationFactor: 1,
      minInsyncReplicas: 1,
    });
    const connection = connectionOf(login('scram-sha-512'));
    const publisher = createPublisher(
      { ...connection, clientId: 'hopline-test', topics: [topic] },
      { log: SILENT },
    );
    await publisher.start();
    try {
      const endsAt = performance.now() + 2.5 * RENEWED_AFTER_MS;
      const record = { topic, partition: 0, key: null, value: Buffer.from('x'), headers: {} };
      while (performance.now() < endsAt) {
        await publisher.publishAll(Array.from({ length: 20 }, () => record));
      }
      assert.equal(publisher.health(), undefined);
    } finally {
      await publisher.stop(AbortSignal.timeout(5000));
    }
  });

  test('what is wrong is said: a password, an authority, a host name, a certificate that is missing', async (t) => {
    const other = await makeAuthority(await temporaryFolder(t), 'other');
    const wrong = await problemOf(login('scram-sha-512', 'not-the-password'));
    assert.match(wrong, /SCRAM.+authentication failed/i);
    assert.ok(!wrong.includes('not-the-password'));
    assert.match(await problemOf(login('plain', 'not-the-password')), /PLAIN authentication failed/);
    assert.match(
      await problemOf({ ...login('plain'), KAFKA_TLS_CA_FILE: other.cert }),
      /self.signed certificate in certificate chain|unable to verify|unable to get (local )?issuer/i,
    );
    const byName = secure.sasl.replace('127.0.0.1', 'localhost');
    assert.match(await problemOf({ ...login('plain'), KAFKA_BROKERS: byName }), /does not match certificate/);
    const { KAFKA_TLS_CERT_FILE: _cert, KAFKA_TLS_KEY_FILE: _key, ...anonymous } = mutual;
    assert.match(await problemOf(anonymous), /certificate required|alert|Closed connection|ECONNRESET/i);
  });

  test('a job that is refused ends with the reason, and without the password', async (t) => {
    const database = await createDatabase(t);
    const child = spawn(process.execPath, [join(root, 'services', 'migrate', 'src', 'main.ts')], {
      env: {
        ...CHILD_ENV,
        ...login('scram-sha-256', 'not-the-password'),
        DATABASE_URL: database.url,
        MIGRATE_WAIT: '1s',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const [code] = await once(child, 'exit');
    assert.equal(code, 1);
    assert.match(output, /SCRAM.+authentication failed/i);
    assert.ok(!output.includes('not-the-password'));
  });

  test('a certificate that was replaced is used by the connections that are made from then on', async (t) => {
    const folder = await temporaryFolder(t);
    const other = await makeAuthority(folder, 'other');
    const file = join(folder, 'ca.pem');
    await copyFile(other.cert, file);
    const connection = { ...connectionOf({ ...mutual, KAFKA_TLS_CA_FILE: file }), clientId: 'hopline-test' };
    await assert.rejects(connectAdmin(connection));
    await copyFile(secure.authority.cert, file);
    await until('it connects', async () => {
      const admin = await connectAdmin(connection).catch(() => undefined);
      await admin?.close();
      return admin;
    });
  });
});
