// What a client behind a load balancer sees while an instance stops: first /readyz says no, and only then the port closes.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { until } from '../support/until.ts';
import { createTenant, startApi } from './api-fixture.ts';

test('a stop goes on taking events until its delay is over, and parts with each connection', async (t) => {
  const { url, service } = await startApi(t, { SHUTDOWN_DELAY: '3s' });
  const { apiKey } = await createTenant(url);
  // One connection that both keep open between requests.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const post = () =>
    new Promise<{ status: number | undefined; connection: string | undefined; port: number | undefined }>(
      (resolve, reject) => {
        const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
        request(`${url}/api/events`, { method: 'POST', agent, headers }, (response) => {
          const { statusCode: status, headers, socket } = response;
          const port = socket.localPort;
          response.resume().on('end', () => resolve({ status, connection: headers.connection, port }));
        })
          .on('error', reject)
          .end('{"type":"a","payload":{}}');
      },
    );
  const before = await until('an event is accepted', async () => {
    const answer = await post();
    return answer.status === 202 && answer;
  });
  assert.equal(before.connection, 'keep-alive');

  let isStopped = false;
  const stopped = service.stop(AbortSignal.timeout(10_000)).then(() => {
    isStopped = true;
  });
  await until('it is not ready', async () => (await fetch(`${url}/readyz`)).status === 503);
  const last = await post();
  assert.deepEqual(last, { status: 202, connection: 'close', port: before.port });
  const anew = await post();
  assert.deepEqual([anew.status, anew.connection], [202, 'close'], 'who connects anew is served as well');
  assert.notEqual(anew.port, before.port);
  assert.equal(isStopped, false);
  await stopped;
  await assert.rejects(post(), { code: 'ECONNREFUSED' });
});

test('a stop that has reached its deadline does not wait for the rest of its delay', async (t) => {
  const { service } = await startApi(t, { SHUTDOWN_DELAY: '1h' });
  await service.stop(AbortSignal.timeout(100));
});

test('as long as requests come after its delay a stop keeps the port open, whatever probes ask', async (t) => {
  const { url, service } = await startApi(t, { SHUTDOWN_DELAY: '100ms', SHUTDOWN_GRACE: '20s' });
  const { apiKey } = await createTenant(url);
  const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
  const post = () =>
    fetch(`${url}/api/events`, { method: 'POST', headers, body: '{"type":"a","payload":{}}' });
  await until('an event is accepted', async () => (await post()).status === 202);

  let isStopped = false;
  const stopped = service.stop(AbortSignal.timeout(25_000)).then(() => {
    isStopped = true;
  });
  // A client that goes on sending for twenty times the delay is answered each time.
  const end = performance.now() + 2000;
  while (performance.now() < end) {
    assert.equal((await post()).status, 202);
    assert.equal(isStopped, false);
  }
  const probing = setInterval(() => void fetch(`${url}/readyz`).catch(() => {}), 20);
  t.after(() => clearInterval(probing));
  await stopped;
  await assert.rejects(post());
});

test('a stop does not wait for its clients for longer than half of its grace', async (t) => {
  const { url, service } = await startApi(t, { SHUTDOWN_DELAY: '100ms', SHUTDOWN_GRACE: '3s' });
  const deadline = AbortSignal.timeout(60_000);
  let isStopped = false;
  const stopped = service.stop(deadline).then(() => {
    isStopped = true;
  });
  let answered = 0;
  // Nobody has to be let in: what it is asked is refused without a key, and counts as a request all the same.
  while (!isStopped) {
    const answer = await fetch(`${url}/api/events`, { method: 'POST' }).catch(() => undefined);
    if (answer?.status === 401) answered += 1;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await stopped;
  assert.ok(answered > 0, 'nobody was answered');
  assert.equal(deadline.aborted, false, 'it has waited for clients that do not go');
});
