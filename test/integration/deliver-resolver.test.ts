// Names of webhooks, with a name server that says whatever an attacker's would.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ConnectionPools } from '@hopline/deliver/connection-pools';
import { postWebhook } from '@hopline/deliver/post';
import { WebhookResolver } from '@hopline/deliver/webhook-resolver';
import { inReverse } from '../support/cleanup.ts';
import { startNameServer } from '../support/name-server.ts';
import { startReceiver } from '../support/receiver.ts';

const server = await startNameServer({ after });
const resolverWith = (allowPrivate: boolean) =>
  new WebhookResolver({ allowPrivate, servers: [server.address] });

test('gives all public addresses of a name, IPv4 first', async () => {
  server.names.set('both.test', { a: ['93.184.215.14', '1.1.1.1'], aaaa: ['2606:4700:0:0:0:0:0:1111'] });
  assert.deepEqual(await resolverWith(false).resolve('both.test'), [
    { address: '93.184.215.14', family: 4 },
    { address: '1.1.1.1', family: 4 },
    { address: '2606:4700::1111', family: 6 },
  ]);
});

test('a name with only IPv6 addresses resolves', async () => {
  server.names.set('six.test', { aaaa: ['2606:4700:0:0:0:0:0:1'] });
  assert.deepEqual(await resolverWith(false).resolve('six.test'), [{ address: '2606:4700::1', family: 6 }]);
});

test('does not wait for IPv6 when there is IPv4', async () => {
  server.names.set('slow-six.test', { a: ['1.1.1.1'], silent: ['aaaa'] });
  server.names.set('silent.test', { silent: ['a', 'aaaa'] });
  const resolver = resolverWith(false);
  let hasGivenUp = false;
  const silent = assert.rejects(resolver.resolve('silent.test')).then(() => {
    hasGivenUp = true;
  });
  assert.deepEqual(await resolver.resolve('slow-six.test'), [{ address: '1.1.1.1', family: 4 }]);
  assert.equal(hasGivenUp, false, 'it has waited for as long as for a name without any answer');
  await silent;
});

for (const [what, record] of Object.entries({
  loopback: { a: ['127.0.0.1'] },
  'a private one among public ones': { a: ['1.1.1.1', '10.0.0.7'] },
  'link-local metadata': { a: ['169.254.169.254'] },
  'IPv4 inside IPv6': { aaaa: ['0:0:0:0:0:ffff:7f00:1'] },
  'unique local IPv6 beside public IPv4': { a: ['1.1.1.1'], aaaa: ['fd00:0:0:0:0:0:0:1'] },
})) {
  test(`refuses a name that resolves to ${what}`, async () => {
    server.names.set('evil.test', record);
    await assert.rejects(resolverWith(false).resolve('evil.test'), { code: 'HPL_WEBHOOK_BLOCKED' });
  });
}

test('refuses a name that does not exist or has no address', async () => {
  server.names.set('empty.test', {});
  await assert.rejects(resolverWith(false).resolve('empty.test'), { code: 'HPL_WEBHOOK_NAME_UNRESOLVED' });
  await assert.rejects(resolverWith(false).resolve('nowhere.test'), { code: 'HPL_WEBHOOK_NAME_UNRESOLVED' });
});

test('tells a name whose servers are out of reach from name servers of our own that are', async (t) => {
  const resolver = resolverWith(false);
  const codeOf = (name: string) => resolver.resolve(name).catch(({ code }) => code);
  const [OF_THE_NAME, OURS] = ['HPL_WEBHOOK_NAME_UNRESOLVED', 'HPL_WEBHOOK_NAME_SERVERS_DOWN'];
  for (const name of ['a', 'b', 'c', 'd']) server.names.set(`${name}.fails.test`, { fails: true });
  server.names.set('good.test', { a: ['1.1.1.1'], ttl: 0 });
  for (let i = 0; i < 4; i += 1) assert.equal(await codeOf('a.fails.test'), OF_THE_NAME);
  await resolver.resolve('good.test');
  const codes = [];
  for (const name of ['a', 'b', 'c', 'd']) codes.push(await codeOf(`${name}.fails.test`));
  assert.deepEqual(codes, [OF_THE_NAME, OF_THE_NAME, OURS, OURS]);
  // That a name is not there is an answer as well.
  assert.equal(await codeOf('nowhere.test'), OF_THE_NAME);
  assert.equal(await codeOf('a.fails.test'), OF_THE_NAME);

  const gone = await startNameServer(inReverse(t));
  await gone.stop();
  const alone = new WebhookResolver({ allowPrivate: false, servers: [gone.address] });
  await assert.rejects(alone.resolve('good.test'), { code: OURS });
});

test('asks once for many posts, and again after a failure', async () => {
  const resolver = resolverWith(false);
  server.names.set('cached.test', { a: ['1.1.1.1'], ttl: 0 });
  await Promise.all(Array.from({ length: 50 }, () => resolver.resolve('cached.test')));
  assert.equal(server.asked('cached.test'), 1);
  await assert.rejects(resolver.resolve('late.test'));
  server.names.set('late.test', { a: ['1.1.1.1'] });
  assert.equal((await resolver.resolve('late.test')).length, 1);
});

test('dials what it has checked: a name that points inwards is never connected to', async (t) => {
  const receiver = await startReceiver(t);
  server.names.set('rebind.test', { a: ['127.0.0.1'] });
  const post = async (allowPrivate: boolean, url: string) => {
    const pools = new ConnectionPools(resolverWith(allowPrivate).lookup);
    t.after(() => pools.stop());
    const cut = new AbortController().signal;
    const message = { endpointId: 'e', url, headers: {}, body: Buffer.from('{}') };
    return await postWebhook(message, { pools, timeoutMs: 5000, allowPrivate, cut });
  };
  const blocked = await post(false, `https://rebind.test:${receiver.port}/`);
  assert.equal(blocked.verdict.outcome, 'blocked');
  assert.doesNotMatch(blocked.verdict.error ?? '', /127\.0\.0\.1/);
  assert.equal(receiver.received.length, 0);
  // The same name is reached where that is allowed: the address comes from the resolver.
  const allowed = await post(true, `http://rebind.test:${receiver.port}/`);
  assert.equal(allowed.verdict.outcome, 'succeeded');
  assert.equal(receiver.received[0]?.headers.host, `rebind.test:${receiver.port}`);
});

test('a post hears that name servers are silent, before its connection is given up', async (t) => {
  const pools = new ConnectionPools(resolverWith(false).lookup);
  t.after(() => pools.stop());
  const options = { pools, timeoutMs: 15_000, allowPrivate: false, cut: new AbortController().signal };
  const posts = ['a', 'b', 'c'].map(async (name) => {
    server.names.set(`${name}.silent.test`, { silent: ['a', 'aaaa'] });
    const message = { endpointId: name, url: `https://${name}.silent.test/`, headers: {} };
    return (await postWebhook({ ...message, body: Buffer.from('{}') }, options)).verdict;
  });
  const verdicts = await Promise.all(posts);
  assert.deepEqual(
    verdicts.map(({ outcome }) => outcome),
    ['dns', 'dns', 'dns'],
  );
  // Three names without an answer: it is not the receivers that are at fault.
  assert.equal(verdicts.filter(({ ownFault }) => ownFault).length, 1);
});
