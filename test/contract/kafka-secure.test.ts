// TLS and SASL to a real broker: the whole system over it, and what is said when it does not work.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connectAdmin, createPublisher } from '@hopline/kafka/connect';
import { type KafkaConnection, kafkaConnection, kafkaConnectionSettings } from '@hopline/kafka/settings';
import { describeError } from '@hopline/runtime/errors';
import { loadSettings } from '@hopline/runtime/settings';
import { makeAuthority, temporaryFolder } from '../support/certificates.ts';
import { CHILD_ENV } from '../support/child-env.ts';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { makeTenant } from '../support/first-tenant.ts';
import { giveRights, type Rights } from '../support/kafka-rights.ts';
import { startReceiver } from '../support/receiver.ts';
import { RENEWED_AFTER_MS, type SecureKafka, startSecureKafka } from '../support/secure-kafka.ts';
import { startSystem } from '../support/system.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '..', '..');
const WRONG = { password: 'not-the-password' };
/** As docs/connections.md has them. What may read or write may describe. */
const RIGHTS: Record<string, Rights> = {
  'CN=client': { topic: ['Write'] },
  persist: { topic: ['Read', 'Write'], group: ['Read'] },
  deliver: { topic: ['Read', 'Write'], group: ['Read'] },
  migrate: { topic: ['Create', 'Describe', 'DescribeConfigs'] },
  reader: { topic: ['Describe'] },
};
/** What the api needs besides, for administrators. */
const LOOKING: Rights = { topic: ['Read', 'DescribeConfigs'], group: ['Describe'] };
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
  const login = (mechanism: string, { username = secure.username, password = secure.password } = {}) => ({
    KAFKA_BROKERS: secure.sasl,
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA_FILE: secure.authority.cert,
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
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

  test('an event goes through the whole system, with a certificate here, each kind of password there, logins that are renewed, and no more rights than each needs', async (t) => {
    const receiver = await startReceiver(t);
    for (const [name, rights] of Object.entries(RIGHTS))
      await giveRights(secure.kafka.brokers, `User:${name}`, 'hopline', rights);
    const system = await startSystem(
      t,
      {},
      {
        kafka: secure.kafka,
        envOf: {
          migrate: login('plain', { username: 'migrate' }),
          api: mutual,
          persist: login('scram-sha-256', { username: 'persist' }),
          deliver: login('scram-sha-512', { username: 'deliver' }),
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
    const command = (file: string, args: string[], env: Record<string, string>) =>
      runToEnd(join(root, file), args, { ...env, DATABASE_URL: system.database.url });
    const reader = login('scram-sha-512', { username: 'reader' });
    const books = await command('services/persist/src/reconcile/main.ts', ['--json'], reader);
    assert.equal(books.code, 0, books.output);
    assert.equal(JSON.parse(books.output).kafkaProblem, null);
    const refused = await publishOne(connectionOf(reader), 'hopline.events.v1').catch(describeError);
    assert.match(String(refused), /TOPIC_AUTHORIZATION_FAILED/);
    const asPersist = login('scram-sha-512', { username: 'persist' });
    const letters = await command('tools/cli/src/main.ts', ['dlq', 'list', '--json'], asPersist);
    assert.equal(letters.code, 0, letters.output);
    const look = (path: string) =>
      fetch(`${system.url}/api/admin/${path}`, {
        headers: { authorization: `Bearer ${system.adminToken}` },
      });
    const paths = ['topics', 'topics/hopline.events.v1', 'topics/hopline.events.v1/records'];
    for (const path of [...paths, 'groups', 'groups/hopline.persist']) {
      const answer = await look(path);
      assert.equal(answer.status, 502, `${path}: ${await answer.text()}`);
    }
    await giveRights(secure.kafka.brokers, 'User:CN=client', 'hopline', LOOKING);
    for (const path of [...paths, 'groups', 'groups/hopline.persist'])
      await until(`${path} is answered`, async () => (await look(path)).status === 200);
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
    /** A broker that is held up says nothing in time, and is asked again. */
    const says = (problem: RegExp, env: Record<string, string>) => {
      let said = '';
      const isSaid = async () => {
        said = await problemOf(env);
        assert.ok(!said.includes(WRONG.password));
        return problem.test(said);
      };
      return until('it is said', isSaid, 20_000).catch((cause: unknown) => {
        throw new Error(`${problem} is not in: ${said}`, { cause });
      });
    };
    const other = await makeAuthority(await temporaryFolder(t), 'other');
    await says(/SCRAM.+authentication failed/i, login('scram-sha-512', WRONG));
    await says(/PLAIN authentication failed/, login('plain', WRONG));
    await says(
      /self.signed certificate in certificate chain|unable to verify|unable to get (local )?issuer/i,
      { ...login('plain'), KAFKA_TLS_CA_FILE: other.cert },
    );
    const byName = secure.sasl.replace('127.0.0.1', 'localhost');
    await says(/does not match certificate/, { ...login('plain'), KAFKA_BROKERS: byName });
    const clear = { KAFKA_BROKERS: secure.kafka.brokers.join() };
    await says(/before secure TLS connection was established/, { ...login('plain'), ...clear });
    const { KAFKA_TLS: _tls, KAFKA_TLS_CA_FILE: _ca, ...inTheClear } = login('plain');
    await says(/Closed connection/, inTheClear);
    const unknown = {
      ...mutual,
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: 'u',
      KAFKA_SASL_PASSWORD: 'p',
    };
    await says(/not valid given the current SASL state/, unknown);
    const { KAFKA_TLS_CERT_FILE: _cert, KAFKA_TLS_KEY_FILE: _key, ...anonymous } = mutual;
    await says(/alert bad certificate|alert certificate required/, anonymous);
  });

  test('a job that is refused ends with the reason, and without the password', async (t) => {
    const database = await createDatabase(t);
    const { code, output } = await runToEnd(join(root, 'services/migrate/src/main.ts'), [], {
      ...login('scram-sha-256', WRONG),
      DATABASE_URL: database.url,
      MIGRATE_WAIT: '1s',
    });
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

/** Publishes a record, in whatever name. */
async function publishOne(connection: KafkaConnection, topic: string): Promise<void> {
  const publisher = createPublisher(
    { ...connection, clientId: 'hopline-test', topics: [topic] },
    { log: SILENT },
  );
  await publisher.start();
  try {
    await publisher.publish({ topic, partition: 0, key: null, value: Buffer.from('x'), headers: {} });
  } finally {
    await publisher.stop(AbortSignal.timeout(5000));
  }
}

/** Runs a command; what it says is of both streams. */
async function runToEnd(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...CHILD_ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}
