// Where an event stands in Kafka, and in which trace, as GET /api/events/:id tells it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storeOperationalEvents } from '@hopline/postgres/operational-events/store-operational-events';
import { inTransaction } from '@hopline/postgres/transaction';
import { collectTopic } from '../support/read-topic.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';
import { wholePage } from '../support/whole-page.ts';
import { call } from './api-fixture.ts';

test('an event says where its record stands in the events topic, and whose trace it belongs to', async (t) => {
  const { url, ask, post, topics, database, organizationId } = await startThreeHops(t);
  const records = await collectTopic(t, topics.brokers, topics.topics.events);
  const ids = [];
  for (const number of [1, 2, 3]) ids.push(await post('order.created', { number }));
  await until('all records are read', () => records.length === 3);
  const read = (id: string) =>
    until('the event is stored', async () => {
      const answer = await ask('GET', `/api/events/${id}`);
      return answer.status === 200 && answer.json;
    });
  const told = [];
  for (const id of ids) {
    const { partition, offset, trace_id } = await read(id);
    told.push({ partition, offset, trace_id });
  }
  const inTopic = records
    .toSorted((a, b) => Number(a.offset) - Number(b.offset))
    .map(({ partition, offset, headers }) => {
      return { partition, offset: Number(offset), trace_id: String(headers.traceparent).split('-')[1] };
    });
  assert.deepEqual(told, inTopic);

  // Of an event that came by no topic there is no place to tell.
  const day = Date.now();
  await inTransaction(database.pool, (client) =>
    storeOperationalEvents(client, [{ organizationId, type: 'endpoint.recovered', payload: {} }], day),
  );
  const path = '/api/inbox?type=endpoint.recovered';
  const { rows } = await wholePage<{ id: string }>((path) => ask('GET', path), path, 'events');
  const [operational] = rows;
  const { partition, offset, trace_id } = await read(operational?.id ?? '');
  assert.deepEqual({ partition, offset, trace_id }, { partition: null, offset: null, trace_id: null });

  // Between two offsets stands what others have sent, which is nothing to the customers of a portal.
  const portal = (await ask('POST', '/api/portal-sessions', {})).json.token;
  const { json: shown } = await call(`${url}/api/events/${ids[0]}`, 'GET', {
    headers: { authorization: `Bearer ${portal}` },
  });
  assert.deepEqual([shown.partition, shown.offset, shown.type], [null, null, 'order.created']);
});
