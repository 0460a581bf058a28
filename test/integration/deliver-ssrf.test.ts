// G8: webhooks cannot reach private networks, whatever URL stands in the table, a name server says or a receiver answers.
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import { ConnectionPools } from '@hopline/deliver/connection-pools';
import { type Posted, postWebhook } from '@hopline/deliver/post';
import { WebhookResolver } from '@hopline/deliver/webhook-resolver';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { startNameServer } from '../support/name-server.ts';
import { startReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const nameServer = await startNameServer(file);
/** What must never be reached: it listens where private URLs lead. */
const inside = await startReceiver(file);

interface Setting {
  readonly allowPrivate?: boolean;
  readonly timeoutMs?: number;
}

/** Posts as deliver does; the attempts of one poster share its names and connections. */
function posterWith(t: Cleanup, { allowPrivate = false, timeoutMs = 20_000 }: Setting = {}) {
  const resolver = new WebhookResolver({ allowPrivate, servers: [nameServer.address] });
  const pools = new ConnectionPools(resolver.lookup);
  t.after(() => pools.stop());
  const cut = new AbortController().signal;
  return async (url: string): Promise<Posted> => {
    const message = { endpointId: 'e', url, headers: {}, body: Buffer.from('{}') };
    return await postWebhook(message, { pools, timeoutMs, allowPrivate, cut });
  };
}

for (const [what, url] of Object.entries({
  'plain http': `http://example.com:${inside.port}/`,
  'a user name': `https://user@127.0.0.1:${inside.port}/`,
  'a password': `https://user:secret@example.com/`,
  loopback: `https://127.0.0.1:${inside.port}/`,
  'loopback in decimal': `https://2130706433:${inside.port}/`,
  'loopback in hex': `https://0x7f.1:${inside.port}/`,
  'loopback in full width': `https://①②⑦.0.0.1:${inside.port}/`,
  'the unspecified address': `https://0.0.0.0:${inside.port}/`,
  'IPv6 loopback': `https://[::1]:${inside.port}/`,
  'an IPv4-mapped address': `https://[::ffff:127.0.0.1]:${inside.port}/`,
  'an IPv4-translated address': `https://[::ffff:0:127.0.0.1]:${inside.port}/`,
  'an IPv4-compatible address': `https://[::127.0.0.1]:${inside.port}/`,
  NAT64: `https://[64:ff9b::127.0.0.1]:${inside.port}/`,
  '6to4': `https://[2002:7f00:1::]:${inside.port}/`,
  ISATAP: `https://[2606:4700::5efe:127.0.0.1]:${inside.port}/`,
  'localhost with a dot': `https://localhost.:${inside.port}/`,
  'a port of the system': 'https://example.com:22/',
  'port 0': 'https://example.com:0/',
})) {
  test(`an attempt at a URL with ${what} is blocked before anything is looked up, though it stands in the table`, async (t) => {
    const asked = nameServer.asked('example.com');
    const { verdict } = await posterWith(t)(url);
    assert.equal(verdict.outcome, 'blocked');
    assert.equal(nameServer.asked('example.com'), asked);
    assert.equal(inside.received.length, 0);
  });
}

for (const [what, record] of Object.entries({
  'an IPv4-translated address': { aaaa: ['0:0:0:0:ffff:0:7f00:1'] },
  NAT64: { aaaa: ['64:ff9b:0:0:0:0:7f00:1'] },
  'local-use NAT64': { aaaa: ['64:ff9b:1:0:0:0:7f00:1'] },
  '6to4': { aaaa: ['2002:7f00:1:0:0:0:0:0'] },
  Teredo: { aaaa: ['2001:0:0:0:0:0:0:1'] },
  ISATAP: { aaaa: ['2606:4700:0:0:0:5efe:7f00:1'] },
  'an address that nobody was given': { aaaa: ['4000:0:0:0:0:0:0:1'] },
  'a public address first and a private one behind it': { a: ['93.184.215.14', '127.0.0.1'] },
})) {
  test(`a name that resolves to ${what} is refused, and none of its addresses is dialled`, async (t) => {
    nameServer.names.set('embedded.test', record);
    const { verdict } = await posterWith(t)(`https://embedded.test:${inside.port}/`);
    assert.equal(verdict.outcome, 'blocked');
    assert.equal(verdict.error, 'embedded.test resolves to an address that is not public');
    assert.equal(inside.received.length, 0);
  });
}

test('a name that was public at one attempt and points inwards at the next one is looked up and checked again', async (t) => {
  const resolver = new WebhookResolver({ allowPrivate: false, servers: [nameServer.address] });
  nameServer.names.set('rebinding.test', { a: ['93.184.215.14'], ttl: 0 });
  assert.equal((await resolver.resolve('rebinding.test')).length, 1);
  nameServer.names.set('rebinding.test', { a: ['127.0.0.1'], ttl: 0 });
  const pools = new ConnectionPools(resolver.lookup);
  t.after(() => pools.stop());
  // The first answer is kept for a second. What it says is dialled until then, and it was checked.
  await until('the first answer is forgotten', () =>
    resolver.resolve('rebinding.test').then(
      () => false,
      ({ code }) => code === 'HPL_WEBHOOK_BLOCKED',
    ),
  );
  const { verdict } = await postWebhook(
    {
      endpointId: 'e',
      url: `https://rebinding.test:${inside.port}/`,
      headers: {},
      body: Buffer.from('{}'),
    },
    { pools, timeoutMs: 20_000, allowPrivate: false, cut: new AbortController().signal },
  );
  assert.equal(verdict.outcome, 'blocked');
  assert.equal(inside.received.length, 0);
});

test('no redirect is followed, whatever its status and wherever it leads', async (t) => {
  const post = posterWith(t, { allowPrivate: true });
  for (const status of [300, 301, 302, 303, 307, 308]) {
    for (const location of [`${inside.url}/stolen`, '/stolen', '//127.0.0.1/stolen', 'file:///etc/passwd']) {
      const receiver = await startReceiver(t, (_request, response) => {
        response.writeHead(status, { location, refresh: `0;url=${location}` }).end();
        return undefined;
      });
      const { verdict } = await post(`${receiver.url}/hook`);
      assert.deepEqual([verdict.outcome, verdict.statusCode], ['status', status]);
      assert.deepEqual(
        receiver.received.map(({ path }) => path),
        ['/hook'],
      );
    }
  }
  assert.equal(inside.received.length, 0);
});

test('of an answer without an end some 64 KB are read, 1 KB is kept, and the connection is closed', async (t) => {
  const flood = Buffer.alloc(16 * 1024, 'x');
  let written = 0;
  let closed = false;
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(flood)) written += flood.length;
        written += flood.length;
      };
      socket.on('drain', more);
      more();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      closed = true;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const { verdict, response } = await posterWith(t, { allowPrivate: true })(`http://127.0.0.1:${port}/`);
  assert.equal(verdict.outcome, 'succeeded');
  assert.equal(response?.length, 1024);
  await until('the connection is closed', () => closed);
  // What the buffers of two sockets hold comes on top of what was read.
  assert.ok(written < 16 * 1024 * 1024, `${written} bytes were taken`);
});

test('a body that says it is compressed is kept as it came', async (t) => {
  const bytes = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]);
  const receiver = await startReceiver(t, (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes);
    return undefined;
  });
  const { verdict, response } = await posterWith(t, { allowPrivate: true })(receiver.url);
  assert.equal(verdict.outcome, 'succeeded');
  assert.deepEqual(response, bytes);
});

test('an answer whose head is too large is a failure, and little of it is read', async (t) => {
  const receiver = await startReceiver(t, (_request, response) => {
    response.writeHead(200, { 'x-large': 'x'.repeat(64 * 1024) }).end();
    return undefined;
  });
  const { verdict } = await posterWith(t, { allowPrivate: true })(receiver.url);
  assert.equal(verdict.outcome, 'connection');
});

test('names whose server is silent hold up no other name, and their attempts end in time', async (t) => {
  const silent = Array.from({ length: 50 }, (_, i) => `silent-${i}.test`);
  for (const name of silent) nameServer.names.set(name, { silent: ['a', 'aaaa'] });
  nameServer.names.set('prompt.test', { a: ['127.0.0.1'] });
  let over = 0;
  const waiting = silent.map(async (name) => {
    const posted = await posterWith(t, { timeoutMs: 3000 })(`https://${name}/`);
    over += 1;
    return posted;
  });
  const answered = await posterWith(t, { allowPrivate: true })(`http://prompt.test:${inside.port}/prompt`);
  assert.equal(answered.verdict.outcome, 'succeeded');
  assert.ok(over < silent.length, 'the silent ones were over first');
  for (const { verdict } of await Promise.all(waiting)) {
    assert.ok(['timeout', 'dns'].includes(verdict.outcome), verdict.outcome);
  }
  assert.deepEqual(
    inside.received.map(({ path }) => path),
    ['/prompt'],
  );
});
