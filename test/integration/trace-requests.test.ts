// Whatever a request comes to, the trace that its answer names is there to be seen.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { proxiedDatabase } from '../support/database-proxy.ts';
import { traceInProcess } from '../support/in-process-tracing.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi } from './api-fixture.ts';

/** What is answered to bytes on a socket of their own. */
function answerTo(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('end', () => resolve(answer));
  });
}

test('the trace of every problem is exported, also of what never became a request', async (t) => {
  const { sink } = await traceInProcess(t, 'requests');
  const { database, proxy } = await proxiedDatabase(t);
  const { service } = makeApi(t, { database, topics: await createTopics() });
  await service.start();
  const url = `http://127.0.0.1:${service.port()}`;
  const { apiKey: key } = await createTenant(url);

  const spanOf = (traceId: unknown) =>
    until('its span is exported', () => sink.spans.find((span) => span.traceId === traceId));
  const unknown = await call(`${url}/api/nothing`, 'GET');
  const refused = await spanOf(unknown.json.trace_id);
  assert.deepEqual([refused.failed, refused.attributes['http.response.status_code']], [false, 404]);
  assert.equal(refused.attributes['error.type'], undefined);

  const unreadable = await call(`${url}/api/%E0%A4%A`, 'GET');
  assert.equal(unreadable.status, 400);
  const unread = await spanOf(unreadable.json.trace_id);
  assert.deepEqual([unread.name, unread.attributes['http.response.status_code']], ['GET', 400]);

  const nonsense = await answerTo(service.port(), 'NONSENSE\r\n\r\n');
  const malformed = await spanOf(/"trace_id":"([0-9a-f]{32})"/.exec(nonsense)?.[1]);
  assert.deepEqual(
    [malformed.name, malformed.attributes['http.response.status_code']],
    ['malformed request', 400],
  );

  for (const probe of ['/healthz', '/readyz', '/metrics']) await call(`${url}${probe}`, 'GET');
  proxy.close();
  const unavailable = await call(`${url}/api/endpoints`, 'GET', { key });
  assert.equal(unavailable.status, 503, unavailable.text);
  const failed = await spanOf(unavailable.json.trace_id);
  assert.deepEqual([failed.failed, failed.attributes['error.type']], [true, '503']);
  const probed = sink.spans.filter(({ name }) => /healthz|readyz|metrics/.test(name));
  assert.deepEqual(probed, [], 'nobody looks for the traces of probes');
});
