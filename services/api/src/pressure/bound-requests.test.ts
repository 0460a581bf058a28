import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fastify from 'fastify';
import { DatabaseUnavailableError, RequestBusyError } from '../errors.ts';
import { boundRequests, createRequestTurns } from './bound-requests.ts';

/** Tasks that end when they are told to. */
function setUp(atOnce: number) {
  const turns = createRequestTurns(atOnce);
  const running: { organization: string; finish: () => void }[] = [];
  const begin = (organization: string) =>
    turns.run(organization, () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      running.push({ organization, finish: resolve });
      return promise;
    });
  const runningOf = (organization: string) => running.filter((one) => one.organization === organization);
  return { begin, running, runningOf };
}

test('an organization has four at once and 32 waiting, the next is refused, and another one is not held up', async () => {
  const { begin, running, runningOf } = setUp(9);
  const all = Array.from({ length: 36 }, () => begin('a'));
  await assert.rejects(begin('a'), RequestBusyError);
  all.push(begin('b'));
  await setImmediate();
  assert.deepEqual([runningOf('a').length, runningOf('b').length], [4, 1]);
  for (const one of running) {
    one.finish();
    await setImmediate();
  }
  await Promise.all(all);
  assert.equal(runningOf('a').length, 36);
  const again = begin('a');
  await setImmediate();
  running.at(-1)?.finish();
  await again;
});

test('all organizations together have no more at once than there is room for, and each comes to its turn', async () => {
  const { begin, running } = setUp(3);
  const all = ['a', 'b', 'c'].flatMap((one) => Array.from({ length: 10 }, () => begin(one)));
  await setImmediate();
  assert.equal(running.length, 3);
  let ended = 0;
  for (const one of running) {
    one.finish();
    ended += 1;
    await setImmediate();
    assert.ok(running.length - ended <= 3);
  }
  await Promise.all(all);
  assert.equal(ended, 30);
});

test('a task that fails gives its place back', async () => {
  const { begin, running } = setUp(1);
  const turns = createRequestTurns(1);
  await assert.rejects(
    turns.run('a', () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await turns.run('a', async () => 7), 7);
  const one = begin('a');
  await setImmediate();
  running[0]?.finish();
  await one;
});

test('a task whose turn comes only after a statement would have been given up is not begun', async () => {
  let at = 0;
  const turns = createRequestTurns(1, () => at);
  const first = Promise.withResolvers<void>();
  let begun = 0;
  const all = [turns.run('a', () => first.promise)];
  for (let i = 0; i < 9; i += 1) {
    all.push(
      turns.run('a', async () => {
        begun += 1;
      }),
    );
  }
  at = 5000;
  first.resolve();
  const [done, ...late] = await Promise.allSettled(all);
  assert.equal(done?.status, 'fulfilled');
  for (const one of late) {
    assert.ok(one.status === 'rejected' && one.reason instanceof DatabaseUnavailableError);
  }
  assert.equal(begun, 0);
});

test('nothing is done for a client that has gone before its turn came', async (t) => {
  const app = fastify();
  t.after(() => app.close());
  const first = Promise.withResolvers<string>();
  const asked: string[] = [];
  const gone = Promise.withResolvers<void>();
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    request.caller = { organizationId: 'a' } as typeof request.caller;
    if (request.url === '/gone') request.raw.socket.once('close', () => gone.resolve());
  });
  boundRequests(app, createRequestTurns(1));
  app.get('/*', async (request) => {
    asked.push(request.url);
    return request.url === '/first' ? first.promise : 'x';
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const answer = fetch(`http://127.0.0.1:${port}/first`);
  while (asked.length === 0) await setImmediate();

  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  const arrived = once(app.server, 'request');
  client.write('GET /gone HTTP/1.1\r\nHost: x\r\n\r\n');
  await arrived;
  client.destroy();
  await gone.promise;
  const last = fetch(`http://127.0.0.1:${port}/last`);
  first.resolve('1');
  assert.deepEqual([await (await answer).text(), await (await last).text()], ['1', 'x']);
  assert.deepEqual(asked, ['/first', '/last']);
});
