// The whole of Hopline out of the image, on a real Kafka and a real Postgres: an event goes in, and arrives.
import assert from 'node:assert/strict';
import { startKafka } from '@hopline/dev/embedded-kafka';
import { startPostgres } from '@hopline/dev/embedded-postgres';
import { freePort } from '@hopline/dev/ports';
import { ADMIN_TOKEN, call, createTenant } from '../integration/api-fixture.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { startReceiver } from '../support/receiver.ts';
import { SECRET_KEYS } from '../support/secret-keys.ts';
import { until } from '../support/until.ts';
import type { ImageChecks } from './checks.ts';
import { type Image, runContainer } from './container.ts';
import { endsBy, healthcheck, start } from './run-checks.ts';

export async function checkSystem(
  t: Cleanup,
  checks: ImageChecks,
  image: Image,
  say: (line: string) => void,
): Promise<void> {
  say('starting Kafka and Postgres');
  const [kafka, postgres] = await Promise.all([startKafka(), startPostgres({ durable: false })]);
  t.after(() => Promise.all([kafka.close(), postgres.close()]));
  const env = {
    DATABASE_URL: postgres.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    ...{ REPLICATION_FACTOR: '1', MIN_INSYNC_REPLICAS: '1', RETRY_LADDER: '1s', KAFKA_SESSION_TIMEOUT: '6s' },
    ...{ ALLOW_PRIVATE_WEBHOOKS: 'true', ADMIN_TOKEN, SECRET_KEYS },
    // On this machine the containers share its network.
    HOST: '127.0.0.1',
  };
  await checks.that('migrate makes tables and topics, and again', async () => {
    for (const _ of ['first', 'again']) {
      const { code, output } = await runContainer(image, ['migrate'], env);
      assert.equal(code, 0, output);
    }
  });
  const services = new Map<string, ReturnType<typeof start>>();
  const ports = { api: await freePort(), persist: await freePort(), deliver: await freePort() };
  await checks.that('api, persist and deliver become ready, and their healthchecks say yes', async () => {
    for (const [name, port] of Object.entries(ports))
      services.set(name, start(t, image, [name], { ...env, PORT: String(port) }));
    for (const [name, port] of Object.entries(ports)) {
      await until(`${name} is ready`, async () => {
        if (services.get(name)?.hasEnded()) throw new Error(services.get(name)?.output());
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
        return answer?.ok;
      });
      assert.equal((await healthcheck(image, port)).code, 0);
    }
  });
  await checks.that('an event that is posted arrives at a webhook, signed', async () => {
    const receiver = await startReceiver(t);
    const url = `http://127.0.0.1:${ports.api}`;
    const { apiKey: key } = await createTenant(url);
    const made = await call(`${url}/api/endpoints`, 'POST', { key, body: { url: `${receiver.url}/hook` } });
    assert.equal(made.status, 201, made.text);
    receiver.expectSecret('/hook', String(made.json.secret));
    const sent = await call(`${url}/api/events`, 'POST', {
      key,
      body: { type: 'an.event', payload: { a: 1 } },
    });
    assert.equal(sent.status, 202, sent.text);
    const [got] = await until('it arrives', () => {
      const arrived = receiver.byId(String(sent.json.id));
      return arrived.length > 0 && arrived;
    });
    assert.equal(got?.valid, true);
  });
  await checks.that('the description of the API and its page are served', async () => {
    for (const path of ['/openapi.json', '/docs', '/docs/static/swagger-ui.css', '/metrics'])
      assert.equal((await fetch(`http://127.0.0.1:${ports.api}${path}`)).status, 200, path);
  });
  for (const name of ['deliver', 'persist', 'api']) {
    await checks.that(`SIGTERM to process 1 drains and ends ${name} with 0`, async () => {
      const service = services.get(name);
      assert.ok(service, 'it was not started');
      await endsBy(service, 'SIGTERM', 0);
      assert.match(service.output(), /"service\.stopped"/);
    });
  }
}
