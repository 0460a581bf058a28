import assert from 'node:assert/strict';
import { mock, type TestContext, test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { OwnedPartition } from '@hopline/kafka/port';
import type { FoundHead, Head, HeadsPage, WantedKeys } from '@hopline/postgres/ordering/read-heads';
import type { Logger } from '@hopline/telemetry/logger';
import { Endpoints } from './endpoints.ts';
import { HeadRefiller } from './refill-heads.ts';
import { Scheduler } from './scheduler.ts';

const OWNER = { revoked: new AbortController().signal, done() {}, abandon() {} } as unknown as OwnedPartition;

const head = (key: string, given: Partial<Head> = {}): Head => ({
  ...{ key, day: '2026-01-01', id: `${key}1`, version: 1, state: 'pending', dueInMs: 0, blocked: false },
  ...given,
});
const page = (heads: Head[], given: Partial<HeadsPage> = {}): HeadsPage => ({
  ...{ endpointId: 'e', paused: false, healthEpoch: 0, heldForMs: null, heads, after: undefined },
  ...given,
});

function setUp(
  t: TestContext,
  answers: {
    heads?: (after: string, n: number) => HeadsPage | undefined;
    ofKeys?: (wanted: WantedKeys) => FoundHead[];
  },
) {
  const stopping = new AbortController();
  t.after(() => stopping.abort());
  const endpoints = new Endpoints(new Scheduler(), () => {});
  const walks: string[] = [];
  const singles: WantedKeys[] = [];
  const warned: string[] = [];
  const refiller = new HeadRefiller({
    endpoints,
    readHeads: async (wanted) => {
      walks.push(...wanted.map(({ after }) => after));
      return wanted.flatMap(({ after }) => answers.heads?.(after, walks.length) ?? []);
    },
    readHeadsOfKeys: async (wanted) => {
      singles.push(wanted);
      return answers.ofKeys?.(wanted) ?? [];
    },
    log: { warn: (_: object, message: string) => warned.push(message) } as unknown as Logger,
    stopped: stopping.signal,
  });
  const endpoint = endpoints.own(OWNER, 'e', 'o');
  endpoints.putInOrder(endpoint);
  endpoint.backlogged = false;
  const { looks } = endpoint;
  assert.ok(looks);
  return { endpoints, endpoint, looks, refiller, walks, singles, warned };
}

/** Long enough for everything that was set going without a timer. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await nextTick();
}

test('a backlogged endpoint is walked over, and has the heads that may go out', async (t) => {
  const heads = [
    head('a'),
    head('b', { blocked: true }),
    head('c', { dueInMs: 60_000 }),
    head('d', { state: 'sending', version: 2 }),
    head('e', { dueInMs: 4000 }),
  ];
  const { refiller, endpoint, walks } = setUp(t, { heads: () => page(heads) });
  endpoint.backlogged = true;
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([walks, endpoint.waiting, endpoint.backlogged], [[''], 2, false]);
  assert.deepEqual(endpoint.take(), { id: 'a1', day: '2026-01-01', version: 1, orderKey: 'a' });
  endpoint.clear();
  endpoint.dueTimes.clear();
});

test('pages follow one another while the queue is low, and wait while it is not', async (t) => {
  const many = Array.from({ length: 100 }, (_, i) => head(`k${i}`));
  const { refiller, endpoint, walks } = setUp(t, {
    heads: (after) => {
      if (after === '') return page([head('a')], { after: 'a' });
      if (after === 'a') return page(many, { after: 'k99' });
      return page([head('z')]);
    },
  });
  endpoint.backlogged = true;
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([walks, endpoint.waiting], [['', 'a'], 101]);
  endpoint.clear();
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([walks, endpoint.waiting], [['', 'a', 'k99'], 1]);
  endpoint.dueTimes.clear();
});

test('keys that are over and deliveries that woke are looked at together, without a walk', async (t) => {
  const { refiller, endpoint, looks, walks, singles } = setUp(t, {
    ofKeys: ({ keys }) => keys.map(({ endpointId, key }) => ({ ...head(key), endpointId, hinted: false })),
  });
  for (const key of ['a', 'b']) looks.noteKey(key);
  looks.noteDelivery({ id: '7', day: '2026-01-01' });
  refiller.consider(endpoint);
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual(singles, [
    {
      keys: ['a', 'b'].map((key) => ({ endpointId: 'e', key })),
      deliveries: [{ id: '7', day: '2026-01-01' }],
    },
  ]);
  assert.deepEqual([walks, endpoint.waiting, looks.isEmpty], [[], 2, true]);
});

test('what is noted while a look is under way is looked at after it', async (t) => {
  const { refiller, endpoint, looks, singles } = setUp(t, {
    ofKeys: () => {
      if (singles.length === 1) looks.noteKey('b');
      return [];
    },
  });
  looks.noteKey('a');
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual(
    singles.map(({ keys }) => keys.map(({ key }) => key)),
    [['a'], ['b']],
  );
});

test('a look that fails becomes a walk, after a while', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { refiller, endpoint, looks, walks, warned } = setUp(t, {
    heads: () => page([head('a')]),
    ofKeys: () => {
      throw new Error('Postgres is away');
    },
  });
  looks.noteKey('a');
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([warned, walks, endpoint.isIdle], [['refill.failed'], [], false]);
  mock.timers.tick(10_000);
  await settle();
  assert.deepEqual([walks, endpoint.waiting], [[''], 1]);
});

test('a held endpoint is left alone; what is noted meanwhile stays', async (t) => {
  const { refiller, endpoints, endpoint, looks, singles, walks } = setUp(t, { heads: () => page([]) });
  endpoints.hold(endpoint, 60_000);
  looks.noteKey('a');
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([singles, walks], [[], []]);
  endpoint.hold.end();
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([singles.length, walks], [1, ['']]);
});

test('a head that somebody else sends is looked at again in a few seconds, one of ours is not', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const sending = { endpointId: 'e', hinted: false, ...head('a', { state: 'sending', version: 2 }) };
  const { refiller, endpoints, endpoint, looks, walks } = setUp(t, {
    heads: () => page([]),
    ofKeys: () => [sending],
  });
  endpoints.accept(endpoint, { id: 'a1', day: '2026-01-01', version: 1, orderKey: 'a' });
  endpoint.take();
  looks.noteKey('a');
  refiller.consider(endpoint);
  await settle();
  assert.equal(endpoint.dueTimes.isEmpty, true);
  endpoint.forget({ id: 'a1', day: '2026-01-01', version: 1 });
  looks.noteKey('a');
  refiller.consider(endpoint);
  await settle();
  mock.timers.tick(4000);
  await settle();
  assert.deepEqual(walks, ['']);
});

test('a wake-up that comes far too early is not forgotten; after an attempt there is a rung', async (t) => {
  const early = (hinted: boolean) => ({ endpointId: 'e', hinted, ...head('a', { dueInMs: 60_000 }) });
  let hinted = false;
  const { refiller, endpoint, looks } = setUp(t, { ofKeys: () => [early(hinted)] });
  looks.noteKey('a');
  refiller.consider(endpoint);
  await settle();
  assert.equal(endpoint.dueTimes.isEmpty, true);
  hinted = true;
  looks.noteDelivery({ id: 'a1', day: '2026-01-01' });
  refiller.consider(endpoint);
  await settle();
  assert.equal(endpoint.dueTimes.isEmpty, false);
  endpoint.dueTimes.clear();
});

test('an endpoint that is not there any more is forgotten', async (t) => {
  const { refiller, endpoint, endpoints, walks } = setUp(t, {});
  endpoint.backlogged = true;
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([walks, endpoints.size], [[''], 0]);
});
