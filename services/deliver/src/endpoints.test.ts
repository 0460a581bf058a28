import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnedPartition } from '@hopline/kafka/port';
import type { EndpointQueue } from './endpoint-queue.ts';
import { Endpoints } from './endpoints.ts';
import { HEALTHY } from './health/healthy.ts';
import { Scheduler } from './scheduler.ts';

const OWNER = { revoked: new AbortController().signal, done() {}, abandon() {} } as unknown as OwnedPartition;
const LIMITS = { breaker: { firstMs: 30_000, longestMs: 600_000 }, disableAfterMs: 1e9 };
/** Long before any time of `performance.now()`. */
const LONG_AGO = -1e6;

function setUp() {
  const endpoints = new Endpoints(new Scheduler(), () => {});
  /** Gives an endpoint its one event, which came to this long ago. */
  const use = (id: string, statusCode: number): EndpointQueue => {
    const endpoint = endpoints.own(OWNER, id, `organization of ${id}`);
    endpoints.accept(endpoint, { id, day: '2026-01-01', version: 1 });
    const job = endpoint.take();
    assert.ok(job);
    endpoint.learn(HEALTHY);
    const outcome = statusCode === 200 ? ('succeeded' as const) : ('status' as const);
    const post = { verdict: { outcome, statusCode }, startedAt: LONG_AGO, endedAt: LONG_AGO, inFlight: 1 };
    endpoint.health.observe(post, LIMITS);
    endpoint.inFlight -= 1;
    endpoint.health.unwritten(id, LONG_AGO)?.written();
    endpoints.finish(endpoint, job);
    return endpoint;
  };
  return { endpoints, use };
}

test('an endpoint that has had its event is not kept in memory', () => {
  const { endpoints, use } = setUp();
  for (let i = 0; i < 50_000; i += 1) use(String(i), 200);
  assert.equal(endpoints.size, 0);
});

test('of endpoints that have failed no more than some thousands are remembered once they are quiet', () => {
  const { endpoints, use } = setUp();
  for (let i = 0; i < 9000; i += 1) use(String(i), 500);
  endpoints.forgetQuiet();
  assert.equal(endpoints.size, 9000);
  for (let i = 9000; i < 50_000; i += 1) use(String(i), 500);
  endpoints.forgetQuiet();
  assert.equal(endpoints.size, 10_000);
});

test('an endpoint whose rate allows the next post between two looks at the clock is not left waiting', (t) => {
  const clock = t.mock.method(performance, 'now', () => 0);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let kicks = 0;
  const endpoints = new Endpoints(new Scheduler(), () => {
    kicks += 1;
  });
  const endpoint = endpoints.own(OWNER, 'e', 'o');
  // One each millisecond.
  endpoint.learn({ ...HEALTHY, rateLimit: 60_000 });
  const looks = [0.9, 1.1];
  clock.mock.mockImplementation(() => looks.shift() ?? 2);
  endpoints.accept(endpoint, { id: 'd', day: '2026-01-01', version: 1 });
  t.mock.timers.tick(1);
  assert.equal(kicks, 1);
});

test('what is paused may be forgotten, since it waits as rows; what is held, or waits in memory, may not', () => {
  const { endpoints, use } = setUp();
  for (let i = 0; i < 20_000; i += 1) endpoints.pause(endpoints.own(OWNER, `paused ${i}`, 'o'));
  const held = use('held', 500);
  endpoints.hold(held, 60_000);
  const busy = use('busy', 500);
  endpoints.accept(busy, { id: 'next', day: '2026-01-01', version: 1 });
  const backlogged = use('backlogged', 500);
  backlogged.backlogged = true;
  endpoints.forgetQuiet();
  held.hold.end();
  assert.equal(endpoints.size, 10_000);
  for (const one of [held, busy, backlogged]) assert.equal(endpoints.own(OWNER, one.id, 'o'), one);
});
