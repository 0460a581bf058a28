// A webhook gets the payload's bytes as they were posted, in whichever form the event came.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createEndpoint, createOrganization } from '@hopline/demo/client';
import { startReceiver } from '../support/receiver.ts';
import { startSystem } from '../support/system.ts';
import { until } from '../support/until.ts';

/** Whatever a parser in between would change: long integers, the order of names, escapes, white space, twins. */
const PAYLOAD =
  '{ "b" : 12345678901234567890,\t"a":[1.0, -0, 1E+2 ], "e":"\\u00e9\\/é😀", "a":{"":null}, "1":1e400 }';

test('the bytes of a payload are the same in every form of an event', async (t) => {
  const receiver = await startReceiver(t);
  const system = await startSystem(t);
  const { apiKey } = await createOrganization(system.url, system.adminToken, 'Bytes');
  await createEndpoint(system.url, apiKey, `${receiver.url}/hook`);

  const post = async (path: string, contentType: string, body: string | Buffer, headers = {}) => {
    const response = await fetch(`${system.url}${path}`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': contentType, ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    const answer = (await response.json()) as { id?: string; items?: { id: string }[] };
    assert.equal(response.status, 202, JSON.stringify(answer));
    return answer.items?.map(({ id }) => id) ?? [String(answer.id)];
  };
  const event = `{"type":"github.x","payload":${PAYLOAD}}`;
  const cloud = (id: string) =>
    `{"specversion":"1.0","id":"${id}","source":"/s","type":"github.x","data":${PAYLOAD}}`;
  const binary = { 'ce-specversion': '1.0', 'ce-id': 'binary', 'ce-source': '/s', 'ce-type': 'github.x' };
  const ids = [
    await post('/api/events', 'application/json', event),
    await post('/api/events', 'application/json', gzipSync(event), { 'content-encoding': 'gzip' }),
    await post('/api/events', 'application/cloudevents+json', cloud('structured')),
    await post('/api/events', 'application/json', ` ${PAYLOAD}\n`, binary),
    await post('/api/events/batch', 'application/json', `{"events":[${event},\n ${event}]}`),
    await post('/api/events/batch', 'application/x-ndjson', `${event}\n${event}\n`),
    await post('/api/events/batch', 'application/cloudevents-batch+json', `[${cloud('1')}, ${cloud('2')}]`),
  ].flat();
  assert.equal(new Set(ids).size, 10);

  await until('every webhook', () => ids.every((id) => receiver.byId(id).length > 0));
  for (const id of ids) {
    const body = receiver.byId(id)[0]?.body.toString() ?? '';
    assert.ok(body.endsWith(`,"data":${PAYLOAD}}`), body);
  }
});
