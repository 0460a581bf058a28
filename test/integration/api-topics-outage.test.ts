// How the api looks into a Kafka that fails: over one connection, for a bounded time, and not too many at once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createInspection } from '@hopline/api/topics/inspection';
import { connectInspector } from '@hopline/kafka/connect';
import { createDatabase } from '../support/database.ts';
import { openStream } from '../support/event-stream.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { type ProxiedKafka, startProxiedKafka } from '../support/proxied-kafka.ts';
import type { TestTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, makeApi } from './api-fixture.ts';

const ADMIN = { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } };

describe('with a Kafka that fails', { concurrency: 1 }, () => {
  let proxied: ProxiedKafka;
  let proxy: FaultProxy;
  let topics: TestTopics;

  before(async () => {
    proxied = await startProxiedKafka();
    proxy = proxied.proxy;
    topics = await proxied.createTopics();
  });
  after(async () => {
    await proxied?.[Symbol.asyncDispose]();
  });

  const connect = () => connectInspector({ brokers: topics.brokers, clientId: 'test' });

  test('it connects when somebody asks, once for all, and leaves when nobody does', async (t) => {
    const inspection = createInspection({ connect, idleMs: 200 });
    t.after(() => inspection.stop());
    assert.equal(proxy.connections(), 0);
    const [brokers] = await Promise.all([1, 2, 3, 4].map(() => inspection.ask((kafka) => kafka.brokers())));
    assert.equal(brokers?.length, 1);
    assert.ok(
      proxy.connections() <= 2,
      `${proxy.connections()}: the address it was given, and the broker's own`,
    );
    await until('it has left', () => proxy.connections() === 0);
    assert.equal((await inspection.ask((kafka) => kafka.brokers())).length, 1, 'it comes back');
  });

  test('who asks beside too many others is refused, and who waits too long is told so', async (t) => {
    const inspection = createInspection({ connect, patienceMs: 1000 });
    t.after(() => inspection.stop());
    proxy.blackHole();
    t.after(() => proxy.heal());
    const asked = Array.from({ length: 25 }, () => inspection.ask((kafka) => kafka.brokers()));
    const codes = (await Promise.allSettled(asked)).map(
      (one) => one.status === 'rejected' && one.reason.code,
    );
    assert.deepEqual(
      [codes.filter((code) => code === 'HPL_TOPICS_BUSY').length, codes.slice(0, 20)],
      [5, Array.from({ length: 20 }, () => 'HPL_TOPICS_UNAVAILABLE')],
    );
    proxy.heal();
    await until('it answers again', () => inspection.ask((kafka) => kafka.brokers()).catch(() => undefined));
  });

  test('who waits in vain for one thing does not end the connection of those who are answered', async (t) => {
    let connections = 0;
    const counted = () => {
      connections += 1;
      return connect();
    };
    const inspection = createInspection({ connect: counted, patienceMs: 3000 });
    t.after(() => inspection.stop());
    const waiting = Promise.allSettled([inspection.ask(() => new Promise<never>(() => {}))]);
    await inspection.ask((kafka) => kafka.brokers());
    const [waited] = await waiting;
    assert.equal(waited.status === 'rejected' && waited.reason.code, 'HPL_TOPICS_UNAVAILABLE');
    await inspection.ask((kafka) => kafka.brokers());
    assert.equal(connections, 1);
  });

  test('a stop ends what is under way', async () => {
    const inspection = createInspection({ connect });
    const asked = inspection.ask(() => new Promise<never>(() => {}));
    await until('it is connected', () => proxy.connections() > 0);
    const [answer] = await Promise.all([Promise.allSettled([asked]), inspection.stop()]);
    assert.equal(answer[0].status === 'rejected' && answer[0].reason.code, 'HPL_TOPICS_UNAVAILABLE');
    await until('its connections are closed', () => proxy.connections() === 0);
    await assert.rejects(
      inspection.ask((kafka) => kafka.brokers()),
      { code: 'HPL_TOPICS_UNAVAILABLE' },
    );
  });

  test('while Kafka does not answer the API says so, and when to come back; then all goes on', async (t) => {
    const database = await createDatabase(t);
    const { service } = makeApi(t, { database, topics });
    await service.start();
    const url = `http://127.0.0.1:${service.port()}`;
    const ask = (path: string) => call(`${url}/api/admin/${path}`, 'GET', ADMIN);
    await until('it answers', async () => (await ask('topics')).status === 200);
    const lag = await openStream(t, `${url}/api/admin/lag/stream`, ADMIN.headers);
    await until('the lag is known', () => lag.messages.some(({ data }) => data.groups !== null));
    proxy.blackHole();
    t.after(() => proxy.heal());
    const paths = [
      ...['topics', `topics/${topics.topics.events}`, `topics/${topics.topics.events}/records`],
      ...['groups', `groups/${topics.groups.persist}`],
    ];
    for (const answer of await Promise.all(paths.map(ask))) {
      assert.deepEqual([answer.status, answer.json.code], [503, 'HPL_TOPICS_UNAVAILABLE'], answer.text);
      assert.match(answer.headers.get('retry-after') ?? '', /^[1-5]$/);
    }
    await until('the lag is not known', () => lag.messages.some(({ data }) => data.groups === null));
    proxy.heal();
    for (const path of paths)
      await until(`${path} is answered again`, async () => (await ask(path)).status === 200);
    await until('so is the lag', () => lag.messages.at(-1)?.data.groups !== null);
    lag.close();
    await proxied.kafka.node.kill();
    const away = await ask('topics');
    assert.deepEqual([away.status, away.json.code], [503, 'HPL_TOPICS_UNAVAILABLE'], away.text);
  });
});
