// What an administrator sees of the records of a topic over the API, decoded, on a real broker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutgoingRecord } from '@hopline/kafka/port';
import { uuidV7 } from '@hopline/wire/uuid';
import { makeEvent, startEventProducer } from '../support/produce-events.ts';
import { until } from '../support/until.ts';
import { startApi } from './api-fixture.ts';
import { asker, type Page, startPublisher } from './topics-fixture.ts';

test('a record that cannot be decoded is shown with the reason and its bytes, and so is one without a value', async (t) => {
  const { url, topics } = await startApi(t);
  const { events, deliveriesDlq } = topics.topics;
  const publisher = await startPublisher(t, topics, [events, deliveriesDlq]);
  const foreign = Buffer.from([0xff, 0, 0x7b]);
  await publisher.publishAll([
    { topic: events, partition: 1, key: foreign, value: foreign, headers: { odd: foreign } },
    { topic: events, partition: 1, key: null, value: null, headers: {} },
    { topic: deliveriesDlq, partition: 0, key: 'k', value: foreign, headers: {} },
  ]);
  const ask = asker(url);
  const { records }: Page = await ask(`/api/admin/topics/${events}/records?partition=1&from=earliest`);
  const [odd, empty] = records;
  assert.deepEqual(
    {
      kind: odd?.kind,
      base64: odd?.undecodable?.base64,
      key: odd?.key,
      headers: odd?.headers,
      event: odd?.event,
    },
    { kind: 'undecodable', base64: '/wB7', key: 'base64:/wB7', headers: { odd: 'base64:/wB7' }, event: null },
  );
  assert.ok(odd?.undecodable?.reason);
  assert.deepEqual(empty?.undecodable, { reason: 'it has no value', base64: null });
  const { records: letters }: Page = await ask(`/api/admin/topics/${deliveriesDlq}/records`);
  assert.equal(letters[0]?.kind, 'undecodable');
});

test('a tail that is asked again and again has every record once, and begins where it is told to', async (t) => {
  const { url, topics } = await startApi(t);
  const producer = await startEventProducer(t, topics);
  const organizations = Array.from({ length: 6 }, () => uuidV7());
  let sent = 0;
  const send = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      await producer.send(makeEvent(organizations[sent % 6] ?? '', { dedupId: `event-${sent}` }));
      sent += 1;
    }
  };
  const { events } = topics.topics;
  const ask = asker(url);
  const page = async (query: string): Promise<Page> =>
    await ask(`/api/admin/topics/${events}/records?${query}`);
  const nothing = await page('');
  assert.deepEqual([nothing.records.length, nothing.behind], [0, 0]);
  await send(30);
  // What comes next has another time than what was there.
  const after = Date.now() + 1;
  await until('a millisecond is over', () => Date.now() >= after);
  const startedAt = new Date(after).toISOString();

  const seen: string[] = [];
  let cursor = nothing.next_cursor;
  const follow = async () => {
    for (;;) {
      const next = await page(`cursor=${cursor}&limit=7`);
      assert.ok(next.records.length <= 7);
      seen.push(...next.records.map(({ partition, offset }) => `${partition}:${offset}`));
      cursor = next.next_cursor;
      if (next.behind === 0) return;
    }
  };
  await follow();
  assert.equal(seen.length, 30);
  await send(5);
  await follow();
  assert.equal(seen.length, 35);
  assert.equal(new Set(seen).size, 35, 'each once');

  const latest = await page('limit=4');
  const all = await page('from=earliest&limit=100');
  assert.equal(all.records.length, 35);
  const places = ({ records }: Page) => records.map(({ partition, offset }) => `${partition}:${offset}`);
  for (const place of places(latest)) assert.ok(places(all).includes(place));
  assert.equal(latest.behind, 0);
  assert.equal(new Set(all.records.slice(-4).map(({ event }) => event?.id)).size, 4);

  const since = await page(`from=${startedAt}&limit=100`);
  assert.equal(since.records.length, 5, 'those that came after the time');
  const own = all.records.filter(({ partition }) => partition === all.records[0]?.partition);
  const from = own[2]?.offset ?? 0;
  const onwards = await page(`partition=${own[0]?.partition}&from=${from}&limit=100`);
  assert.deepEqual(
    onwards.records.map(({ offset }) => offset),
    own.slice(2).map(({ offset }) => offset),
  );
});

test('large records come a few at a time, the newest first when they are asked for, and none is left out', async (t) => {
  const { url, topics } = await startApi(t);
  const { events } = topics.topics;
  const publisher = await startPublisher(t, topics, [events]);
  const large = (i: number): OutgoingRecord => ({
    ...{ topic: events, partition: i % 3, key: null, headers: { number: String(i) } },
    value: Buffer.alloc(400 * 1024, i),
  });
  for (let i = 0; i < 24; i += 1) await publisher.publish(large(i));
  const ask = asker(url);
  const numbersOf = ({ records }: Page) => records.map(({ headers }) => Number(headers.number));
  // Eight of each partition are more than it reads. What it has read when its time is over may be older; then there is more behind that.
  const latest = await until('the newest are read in time', async () => {
    const page: Page = await ask(`/api/admin/topics/${events}/records?limit=8`);
    return page.behind === 0 && page;
  });
  assert.deepEqual(numbersOf(latest), [22, 23]);
  const seen: number[] = [];
  let page: Page = await ask(`/api/admin/topics/${events}/records?from=earliest&limit=100`);
  for (;;) {
    assert.ok(page.records.length <= 2, 'about 1 MB');
    seen.push(...numbersOf(page));
    if (page.behind === 0) break;
    page = await ask(`/api/admin/topics/${events}/records?limit=100&cursor=${page.next_cursor}`);
  }
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    Array.from({ length: 24 }, (_, i) => i),
  );
});

test('a partition of small records does not keep those with large ones from being followed', async (t) => {
  const { url, topics } = await startApi(t);
  const { events } = topics.topics;
  const publisher = await startPublisher(t, topics, [events]);
  const record = (partition: number, bytes: number): OutgoingRecord => ({
    ...{ topic: events, partition, key: null, headers: {} },
    value: Buffer.alloc(bytes, partition),
  });
  const ask = asker(url);
  const page = (cursor: string): Promise<Page> =>
    ask(`/api/admin/topics/${events}/records?limit=10&cursor=${cursor}`);
  // Larger than what is asked of each of the partitions at once.
  await publisher.publishAll([0, 1, 2].map((partition) => record(partition, partition === 0 ? 10 : 600_000)));
  const { records } = await page('0:0,1:0,2:0');
  assert.ok(records.length >= 2, `${records.length}`);
  const seen = new Set(records.map(({ partition }) => partition));
  let cursor = '0:0,1:0,2:0';
  for (let round = 0; round < 3 && seen.size < 3; round += 1) {
    await publisher.publish(record(0, 10));
    const next = await page(cursor);
    for (const { partition } of next.records) seen.add(partition);
    cursor = next.next_cursor;
  }
  assert.deepEqual([...seen].toSorted(), [0, 1, 2]);
});
