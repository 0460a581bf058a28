// The list of an organization's events: its order, its pages, its filters.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { type GivenEvent, storeInboxEvents } from '../support/inbox-events.ts';
import { insertEndpoint } from '../support/tenants.ts';
import { until } from '../support/until.ts';
import { wholePage } from '../support/whole-page.ts';
import { type ApiFixture, call, createTenant, startApi } from './api-fixture.ts';

interface Listed {
  readonly id: string;
  readonly deliveries: Record<string, number>;
}

async function prepare(t: TestContext) {
  const api = await startApi(t);
  return { api, ...(await addTenant(api)) };
}

async function addTenant({ url, database }: Pick<ApiFixture, 'url' | 'database'>) {
  const { apiKey: key, organizationId } = await createTenant(url);
  const { id: endpointId } = await insertEndpoint(database.pool, organizationId);
  const store = (events: readonly GivenEvent[]) =>
    storeInboxEvents(database.pool, { organizationId, endpointId }, events);
  const get = (query = '') => call(`${url}/api/inbox${query && `?${query}`}`, 'GET', { key });
  const page = async (query = '') => {
    const answer = await get(query);
    assert.equal(answer.status, 200, answer.text);
    const { events, next_cursor: next, complete } = answer.json;
    return { events: events as Listed[], next: next as string | null, complete: complete as boolean };
  };
  const list = async (query = '') => {
    const ask = (path: string) => call(url + path, 'GET', { key });
    const { rows, next } = await wholePage<Listed>(ask, `/api/inbox${query && `?${query}`}`, 'events');
    return { events: rows, next };
  };
  const ids = async (query = '') => (await list(query)).events.map(({ id }) => id);
  /** All pages, and what is done between the first two. */
  const walk = async (query: string, meanwhile: () => Promise<unknown> = async () => {}) => {
    const found: string[] = [];
    const sizes: number[] = [];
    for (let cursor = ''; ; ) {
      const { events, next } = await page(`${query}${cursor}`);
      found.push(...events.map(({ id }) => id));
      sizes.push(events.length);
      if (next === null) return { found, sizes };
      if (sizes.length === 1) await meanwhile();
      cursor = `&cursor=${next}`;
    }
  };
  return { key, organizationId, endpointId, store, get, page, list, ids, walk };
}

const at = (day: number, second: number, ms = 0) =>
  new Date(Date.UTC(2026, 0, day, 12, 0, second, ms)).toISOString();

test('events are listed newest first over days, with what became of their deliveries', async (t) => {
  const { list, store } = await prepare(t);
  const [old, none, newest] = await store([
    { at: at(2, 1), states: ['dead', 'succeeded', 'succeeded'], dedupId: 'order-1' },
    { at: at(3, 1) },
    { at: at(3, 2), type: 'invoice.paid', states: ['pending', 'sending', 'cancelled'] },
  ]);
  const page = await list();
  const counts = { pending: 0, sending: 0, succeeded: 0, dead: 0, cancelled: 0 };
  const rest = { ordering_key: null };
  assert.deepEqual(
    page.events.map(({ stored_at, ...event }: Listed & { stored_at?: string }) => {
      assert.match(String(stored_at), /^\d{4}-.*Z$/);
      return event;
    }),
    [
      {
        id: newest,
        type: 'invoice.paid',
        accepted_at: at(3, 2),
        dedup_id: null,
        ...rest,
        deliveries: { ...counts, pending: 1, sending: 1, cancelled: 1 },
      },
      { id: none, type: 'order.created', accepted_at: at(3, 1), dedup_id: null, ...rest, deliveries: counts },
      {
        id: old,
        type: 'order.created',
        accepted_at: at(2, 1),
        dedup_id: 'order-1',
        ...rest,
        deliveries: { ...counts, dead: 1, succeeded: 2 },
      },
    ],
  );
  assert.equal(page.next, null);
});

test('a walk meets every event once, whatever is stored meanwhile', async (t) => {
  const { store, walk } = await prepare(t);
  // Several of the same moment: the id goes on where the time does not.
  const given = Array.from({ length: 12 }, (_, i) => ({ at: at(2 + (i >> 2), (i >> 1) % 2) }));
  const stored = new Set(await store(given));
  const plain = await walk('limit=5');
  assert.ok(plain.sizes.length >= 3 && Math.max(...plain.sizes) <= 5, String(plain.sizes));
  assert.deepEqual(new Set(plain.found), stored);

  const late: string[] = [];
  const { found } = await walk('limit=5', async () => {
    // One that is newer than all, one in the stretch that was read, and one that is stored late, of a day ahead.
    late.push(...(await store([{ at: at(9, 0) }, { at: at(4, 1, 500) }, { at: at(2, 0) }])));
  });
  assert.equal(new Set(found).size, found.length, 'an event came twice');
  for (const id of stored) assert.ok(found.includes(id), 'an event was skipped');
  assert.deepEqual(
    late.map((id) => found.includes(id)),
    [false, false, true],
  );
});

test('moments that differ by microseconds are told apart by the cursor', async (t) => {
  const { store, walk } = await prepare(t);
  const moments = ['100', '200', '300', '400', '900'].map((micros) => `2026-01-02T12:00:00.123${micros}Z`);
  const stored = await store(moments.map((moment) => ({ at: moment })));
  assert.deepEqual((await walk('limit=1')).found, stored.toReversed());
});

test('types, times and states filter, alone and together', async (t) => {
  const { store, ids } = await prepare(t);
  const [a, b, c, d, e] = await store([
    { at: at(2, 1), type: 'order.created', states: ['succeeded'] },
    { at: at(2, 2), type: 'order.paid', states: ['dead', 'succeeded'] },
    { at: at(3, 1), type: 'orders', states: ['cancelled'] },
    { at: at(3, 2), type: 'order', states: ['sending', 'dead'] },
    { at: at(4, 1), type: 'order.created.late', states: ['pending'] },
  ]);
  const [f] = await store([{ at: at(4, 2), type: 'ORDER.created' }]);
  const cases: [string, (string | undefined)[]][] = [
    ['type=order.created', [a]],
    ['type=order.*', [e, b, a]],
    ['type=order.created.*', [e]],
    ['type=*', [f, e, d, c, b, a]],
    ['type=order,orders', [d, c]],
    ['type=order&type=order.paid&type=order.created,orders', [d, c, b, a]],
    ['type=order.*,order', [e, d, b, a]],
    ['type=rde_.*', []],
    ['type=order_created', []],
    ['status=dead', [d, b]],
    ['status=succeeded', [b, a]],
    ['status=pending', [e]],
    ['status=sending', [d]],
    ['status=cancelled', [c]],
    ['status=pending,cancelled', [e, c]],
    ['status=dead,succeeded', [d, b, a]],
    ['delivered=never', [f, e, d, c]],
    ['delivered=never&status=dead', [d]],
    ['delivered=never&type=order.*', [e]],
    ['status=dead&type=order.*', [b]],
    [`from=${at(3, 1)}`, [f, e, d, c]],
    [`to=${at(3, 2)}`, [c, b, a]],
    [`from=${at(2, 2)}&to=${at(3, 2)}`, [c, b]],
    [`from=${at(3, 2)}&to=${at(3, 2)}`, []],
    [`from=${at(3, 0)}&type=order.*`, [e]],
    ['from=2026-01-03T13:00:02%2B01:00', [f, e, d]],
    ['from=2026-01-03T12:00:01.000001Z&to=2026-01-04T12:00:01Z', [d]],
    ['from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z', [f, e, d, c, b, a]],
  ];
  for (const [query, expected] of cases) assert.deepEqual(await ids(query), expected, query);
});

test('payloads come when they are asked for, as they were sent', async (t) => {
  const { get, store } = await prepare(t);
  /** One that did not end for lack of time: the machine may be busy. */
  const whole = (query?: string) =>
    until('a whole page', async () => {
      const answer = await get(query);
      assert.equal(answer.status, 200, answer.text);
      return answer.json.complete === true && answer;
    });
  const payload = '{ "total" : 12345678901234567890, "b":1.0}';
  await store([{ at: at(2, 1), payload }, { at: at(3, 1) }]);
  const without = await whole();
  assert.doesNotMatch(without.text, /payload/);
  const answer = await whole('include=payload');
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  assert.ok(answer.text.includes(`"payload":${payload}}`), answer.text);
  const strip = (event: object) => ({ ...event, payload: undefined });
  assert.deepEqual((answer.json.events as object[]).map(strip), (without.json.events as object[]).map(strip));
});

test('a page ends early when its payloads are large, and the next one goes on', async (t) => {
  const { page, ids, store, walk } = await prepare(t);
  const payload = JSON.stringify({ text: 'x'.repeat(1_500_000) });
  const stored = await store([1, 2, 3, 4, 5].map((second) => ({ at: at(2, second), payload })));
  const first = await page('include=payload');
  assert.deepEqual([first.events.length, first.complete], [2, false]);
  const { found } = await walk('include=payload');
  assert.deepEqual(found, stored.toReversed());
  assert.deepEqual(await ids(`include=payload&cursor=${first.next}`), found.slice(2));
});

test('an organization sees its own events, by a key that may read', async (t) => {
  const { api, key, store, ids } = await prepare(t);
  const other = await addTenant(api);
  const [mine] = await store([{ at: at(2, 1), states: ['dead'] }]);
  const [theirs] = await other.store([{ at: at(2, 1), states: ['dead'] }]);
  for (const query of ['', 'type=order.*', 'status=dead', 'delivered=never']) {
    assert.deepEqual(await ids(query), [mine], query);
    assert.deepEqual(await other.ids(query), [theirs], query);
  }
  const made = await call(`${api.url}/api/keys`, 'POST', { key, body: { scopes: ['events:write'] } });
  const refused = await call(`${api.url}/api/inbox`, 'GET', { key: String(made.json.api_key) });
  assert.deepEqual([refused.status, refused.json.code], [403, 'HPL_AUTH_SCOPE']);
  assert.equal((await call(`${api.url}/api/inbox`, 'GET')).status, 401);
});

test("a cursor is a place: good with other filters, and another's shows nothing but one's own events", async (t) => {
  const { api, list, ids, store } = await prepare(t);
  const other = await addTenant(api);
  const [oldest, , paid] = await store([
    { at: at(2, 1), states: ['dead'] },
    { at: at(2, 2) },
    { at: at(2, 3), type: 'order.paid' },
    { at: at(3, 1) },
  ]);
  const [theirs] = await other.store([{ at: at(2, 0) }, { at: at(2, 5) }]);
  const { next } = await list('limit=1&type=order.created');
  assert.equal((await list(`cursor=${next}`)).events.length, 3);
  assert.deepEqual(await ids(`cursor=${next}&type=order.paid`), [paid]);
  assert.deepEqual(await ids(`cursor=${next}&status=dead`), [oldest]);
  assert.deepEqual(await ids(`cursor=${next}&to=${at(2, 2)}`), [oldest]);
  assert.deepEqual(await ids(`cursor=${next}&from=${at(3, 2)}`), []);
  const { next: others } = await other.list('limit=1');
  assert.deepEqual(await ids(`cursor=${others}&type=order.paid`), [paid]);
  assert.deepEqual(await other.ids(`cursor=${others}`), [theirs]);
});

test('what cannot be asked is refused with a pointer', async (t) => {
  const { get } = await prepare(t);
  const cases: [query: string, pointer: string][] = [
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['cursor=x', '/cursor'],
    [`cursor=${'_'.repeat(32)}`, '/cursor'],
    [`cursor=${uuidV7()}`, '/cursor'],
    ['type=', '/type'],
    ['type=or%25er', '/type'],
    ['type=*.created', '/type'],
    ['type=order*', '/type'],
    [`type=${Array.from({ length: 21 }, (_, i) => `t${i}`).join()}`, '/type'],
    [`type=${Array.from({ length: 11 }, (_, i) => `t${i},u${i}`).join('&type=')}`, '/type'],
    ['from=yesterday', '/from'],
    ['from=2026-01-02', '/from'],
    ['to=2026-13-02T00:00:00Z', '/to'],
    ['status=open', '/status'],
    ['delivered=always', '/delivered'],
    ['include=all', '/include'],
    ['page=2', '/page'],
  ];
  for (const [query, pointer] of cases) {
    const answer = await get(query);
    assert.deepEqual(
      [answer.status, answer.json.code, answer.json.pointer],
      [400, 'HPL_REQUEST_INVALID', pointer],
      query,
    );
  }
});
