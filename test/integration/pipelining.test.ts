// Many requests on one connection, the next before the last is answered.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { limitPipelining } from '@hopline/api/http/limit-pipelining';
import { until } from '../support/until.ts';
import { startApi } from './api-fixture.ts';

const GET = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';

/** A server that answers when it is told to, and a connection to it. */
async function start(t: TestContext) {
  const open: { url: string; body: string; response: ServerResponse }[] = [];
  const server = createServer(async (request, response) => {
    const one = { url: request.url ?? '', body: '', response };
    open.push(one);
    for await (const chunk of request) one.body += chunk;
  });
  limitPipelining(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connectTo(t, (server.address() as AddressInfo).port);
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { open, client };
}

function connectTo(t: TestContext, port: number): { socket: Socket; received: () => string } {
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  return { socket, received: () => received };
}

const answersIn = (text: string) => text.match(/HTTP\/1\.1 \d+/g)?.length ?? 0;

test('of one connection 16 requests are under way; the rest are handed over, with their bodies, as those are answered', async (t) => {
  const { open, client } = await start(t);
  const bodies = Array.from({ length: 60 }, (_, i) => String(i).repeat(1 + i * 50));
  for (const [i, body] of bodies.entries()) {
    client.socket.write(`POST /${i} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  }
  await until('the first ones are under way', () => open.length >= 16);
  // Many turns of the event loop, in which further ones would have come.
  for (let i = 0; i < 50; i += 1) await new Promise(setImmediate);
  assert.equal(open.length, 16);
  for (let i = 0; i < bodies.length; i += 1) {
    const { url, response } = await until('the next one', () => open[i]);
    assert.equal(url, `/${i}`);
    await until('its body', () => open[i]?.body === bodies[i]);
    response.end('ok');
    assert.ok(open.length <= i + 17, `${open.length} after ${i + 1} answers`);
  }
  await until('all are answered', () => answersIn(client.received()) === bodies.length);
});

test('a connection that brings thousands that nobody can answer so soon is cut off', async (t) => {
  const { open, client } = await start(t);
  const closed = new Promise((resolve) => client.socket.once('close', resolve));
  client.socket.write(GET.repeat(5000));
  await closed;
  assert.equal(open.length, 16);
  for (const { response } of open) response.end();
  for (let i = 0; i < 10; i += 1) await new Promise(setImmediate);
  assert.equal(open.length, 16);
});

test('a client that keeps 16 requests on their way has all of its answers from the api', async (t) => {
  const { url } = await startApi(t);
  const client = connectTo(t, Number(new URL(url).port));
  for (let sent = 0; sent < 400; sent += 16) {
    client.socket.write(GET.repeat(16));
    await until('they are answered', () => answersIn(client.received()) === sent + 16);
  }
  // More than that at once, as long as they are soon answered.
  client.socket.write(GET.repeat(70));
  await until('these too', () => answersIn(client.received()) === 470);
});
