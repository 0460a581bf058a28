// `hopline show` of an event that persist has stored and deliver has posted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectInspector } from '@hopline/kafka/connect';
import { uuidV7 } from '@hopline/wire/uuid';
import { inReverse } from '../../../test/support/cleanup.ts';
import { startDeliver } from '../../../test/support/deliveries.ts';
import { persistFixture } from '../../../test/support/persist.ts';
import { makeEvent } from '../../../test/support/produce-events.ts';
import { startReceiver } from '../../../test/support/receiver.ts';
import { insertEndpoint, insertOrganization } from '../../../test/support/tenants.ts';
import { until } from '../../../test/support/until.ts';
import { jsonOf, runCli } from './support/run-cli.ts';

interface ShownRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly what: string;
}

test('shows the rows of an event, and its records where they stand, those of a retry too', async (context) => {
  const t = inReverse(context);
  const { database, kafka, producer, env, start } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const receiver = await startReceiver(t, (_request, _response, nth) => (nth === 1 ? 503 : 204));
  const endpoint = await insertEndpoint(database.pool, organization, { url: receiver.url });
  await start();
  await startDeliver(t, database, kafka);
  const event = makeEvent(organization);
  await producer.send(event);
  const shown = await until('its end', async () => {
    const { code, out } = await runCli(t, ['show', event.id, '--json'], env);
    if (code !== 0) return undefined;
    const document = JSON.parse(out);
    return document.event.deliveries[0]?.state === 'succeeded' && document;
  });
  const [delivery] = shown.event.deliveries;
  assert.equal(delivery.endpointId, endpoint.id);
  assert.deepEqual(
    delivery.attempts.map(({ number, statusCode }: { number: number; statusCode: number }) => [
      number,
      statusCode,
    ]),
    [
      [1, 503],
      [2, 204],
    ],
  );
  const { events, deliveries, rungs } = kafka.topics;
  const records: ShownRecord[] = shown.records;
  assert.deepEqual(
    new Set(records.map(({ topic }) => topic)),
    new Set([events, deliveries, rungs[0]?.topic]),
  );
  assert.deepEqual(shown.remarks, []);
  // They stand where they are said to stand.
  await using inspector = await connectInspector({ brokers: kafka.brokers, clientId: 'test' });
  for (const { topic, partition, offset } of records) {
    const [read] = await inspector.read([{ topic, partition, offset: BigInt(offset) }]);
    assert.equal(String(read?.records[0]?.offset), offset);
    assert.equal(read?.records[0]?.key?.toString(), topic === events ? organization : endpoint.id);
  }
  const text = await runCli(t, ['show', event.id.toUpperCase()], env);
  assert.match(text.out, new RegExp(`^event +${event.id}$`, 'm'));
  assert.match(text.out, /succeeded \(delivered\).*1: \w+ 503 in \d+ ms, 2: succeeded 204 in \d+ ms/);
  assert.match(
    text.out,
    new RegExp(`^${rungs[0]?.topic} +0:0 .* wake-up of ${delivery.id.slice(0, 8)}, version `, 'm'),
  );

  // Its record goes, its row stays.
  const own = records.find(({ topic }) => topic === events);
  await inspector.deleteBefore(events, new Map([[own?.partition ?? 0, BigInt(own?.offset ?? 0) + 1n]]));
  const after = await jsonOf(t, ['show', event.id], env);
  assert.match(after.remarks[0], /has deleted \d+:0 at the end of its retention/);
});

test('an event that is not there is said to be nowhere, and why that may be', async (t) => {
  const { env } = await persistFixture(t);
  const { code, out, err } = await runCli(t, ['show', uuidV7()], env);
  assert.deepEqual([code, out], [1, '']);
  assert.match(err, /^hopline: there is no event .*dlq list --letters events/);
  const away = await runCli(t, ['show', uuidV7()], { ...env, DATABASE_URL: 'postgres://127.0.0.1:1/x' });
  assert.equal(away.code, 3);
  assert.match(away.err, /Postgres cannot be read at 127\.0\.0\.1:1\/x/);
});
