import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EndpointHealth, type HealthLimits } from './endpoint-health.ts';
import { HEALTHY } from './healthy.ts';

const DAY_MS = 86_400_000;
const LIMITS: HealthLimits = {
  breaker: { firstMs: 30_000, longestMs: 600_000 },
  disableAfterMs: 5 * DAY_MS,
};

function known(row: Partial<typeof HEALTHY> = {}, now = 0): EndpointHealth {
  const health = new EndpointHealth();
  health.learn({ ...HEALTHY, ...row }, now);
  return health;
}

/** An attempt that takes 1 ms; `retryAfterMs` as the answer's header. */
function observe(health: EndpointHealth, statusCode: number, at: number, retryAfterMs?: number) {
  const outcome = statusCode < 300 ? ('succeeded' as const) : ('status' as const);
  const verdict = { outcome, statusCode, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return health.observe({ verdict, startedAt: at, endedAt: at + 1, inFlight: 1 }, LIMITS);
}

function fail(health: EndpointHealth, times: number, at = 0) {
  let observed = observe(health, 500, at);
  for (let i = 1; i < times; i += 1) observed = observe(health, 500, at + i);
  return observed;
}

test('gets some posts at first, then as many as it takes', () => {
  const health = known();
  assert.equal(health.limit(0), 10);
  observe(health, 429, 5);
  assert.equal(health.limit(6), 5);
});

test('the fifth failure in a row holds it for 30 s, then it gets one post', () => {
  const health = known();
  assert.equal(fail(health, 4).holdMs, 0);
  assert.equal(observe(health, 500, 10).holdMs, 30_000);
  assert.equal(health.limit(11), 0);
  assert.equal(health.limit(30_011), 1);
});

test('a probe that succeeds tells of the recovery until that is recorded, and begins with one post', () => {
  const health = known();
  fail(health, 5);
  const back = observe(health, 200, 40_000);
  assert.deepEqual(back, { holdMs: 0, recovered: true });
  assert.equal(health.limit(40_001), 1);
  assert.equal(health.unwritten('e', 40_001), undefined, 'written together with the attempt');
  assert.equal(observe(health, 200, 40_010).recovered, true);
  health.recoveryRecorded();
  assert.equal(observe(health, 200, 40_020).recovered, false);
});

for (const status of [429, 503]) {
  test(`Retry-After with ${status} holds the endpoint, and opens no breaker`, () => {
    const health = known();
    for (let i = 0; i < 9; i += 1) assert.equal(observe(health, status, i, 3000).holdMs, 3000);
    assert.equal(observe(health, status, 20, 1000).holdMs, 2988, 'never shorter than what was asked before');
    assert.notEqual(health.limit(10_000), 0);
    assert.equal(health.unwritten('e', 21)?.row.breaker, 'closed');
  });
}

test('Retry-After with another status holds it too, but is a failure like any other', () => {
  const health = known();
  assert.equal(observe(health, 500, 0, 3000).holdMs, 3000);
  assert.equal(fail(health, 4, 10).holdMs, 30_000);
});

test('410 disables at once, and holds until that is written', () => {
  const observed = observe(known(), 410, 0);
  assert.equal(observed.disable, 'gone');
  assert.ok(observed.holdMs > 0);
});

test('five days of nothing but failures disable it, over a change of owners too', () => {
  const health = known();
  fail(health, 1);
  assert.equal(observe(health, 500, 5 * DAY_MS - 2).disable, undefined);
  assert.equal(observe(health, 500, 5 * DAY_MS).disable, 'failing');
  assert.equal(fail(known({ failingForMs: 5 * DAY_MS }), 1).disable, 'failing');
  const again = known({ failingForMs: 5 * DAY_MS });
  observe(again, 200, 0);
  assert.equal(fail(again, 1, 10).disable, undefined, 'one success begins it anew');
});

test('a new owner gives an endpoint whose breaker was open one post; a failure opens it for longer', () => {
  const health = known({ breaker: 'open', breakerTrips: 2, failingForMs: 90_000 }, 100);
  assert.equal(health.limit(100), 1);
  assert.equal(observe(health, 500, 101).holdMs, 120_000);
});

test('a fault of our own holds it for a while, and is neither a failure nor a success', () => {
  const verdict = { outcome: 'unsigned', statusCode: null, ownFault: true } as const;
  const own = (health: EndpointHealth, at: number) =>
    health.observe({ verdict, startedAt: at, endedAt: at, inFlight: 50 }, LIMITS);
  const health = known({ failingForMs: 6 * DAY_MS });
  for (let at = 0; at < 20; at += 1) assert.deepEqual(own(health, at), { holdMs: 5000, recovered: false });
  assert.equal(health.limit(20), 10);
  const row = health.unwritten('e', 19)?.row;
  assert.deepEqual([row?.breaker, row?.heldForMs], ['closed', 5000]);
  assert.equal(observe(health, 500, 20).disable, 'failing', 'what was before still counts');

  const fresh = known();
  own(fresh, 0);
  assert.equal(fresh.unwritten('e', 1)?.row.failingForMs, null);
  fail(fresh, 4, 10);
  own(fresh, 20);
  assert.equal(observe(fresh, 500, 30).holdMs, 30_000, 'it ends no row of failures');
  assert.equal(own(fresh, 40_000).holdMs, 5000);
  assert.equal(fresh.limit(50_000), 1, 'a probe that was not made leaves it half-open');
});

test('says what its row must say, once', () => {
  const health = known();
  assert.equal(health.unwritten('e', 0), undefined);
  fail(health, 5, 1000);
  const unwritten = health.unwritten('e', 2000);
  assert.deepEqual(unwritten?.row, {
    id: 'e',
    epoch: 0,
    breaker: 'open',
    breakerTrips: 1,
    failingForMs: 1000,
    heldForMs: 29_005,
  });
  unwritten?.written();
  assert.equal(health.unwritten('e', 2500), undefined);
});

test('what was seen of an earlier epoch is forgotten, and a change of settings is not one', () => {
  const health = known();
  fail(health, 5);
  health.learn({ ...HEALTHY, rateLimit: 60 }, 10);
  assert.deepEqual([health.limit(10), health.isLimited], [0, true]);
  health.learn({ ...HEALTHY, healthEpoch: 1 }, 20);
  assert.deepEqual([health.limit(20), health.isLimited], [10, false]);
});

test('can be forgotten when its row says all of it', () => {
  const health = known();
  assert.equal(health.isSettled, true);
  fail(health, 1);
  assert.equal(health.isSettled, false);
  health.unwritten('e', 5)?.written();
  assert.equal(health.isSettled, false, 'how many failures in a row is nowhere else');
  observe(health, 200, 10);
  health.unwritten('e', 15)?.written();
  assert.equal(health.isSettled, true);
  fail(health, 5, 20);
  assert.equal(health.isSettled, false);
  health.unwritten('e', 30)?.written();
  assert.equal(health.isSettled, true, 'that its breaker is open is in its row');
});

test('what somebody else has written since, who did not own it any more, is written over', () => {
  const health = known();
  observe(health, 200, 0);
  health.learn(HEALTHY, 10);
  assert.equal(health.unwritten('e', 10), undefined);
  health.learn({ ...HEALTHY, failingForMs: 5000 }, 20);
  const { row } = health.unwritten('e', 20) ?? {};
  assert.deepEqual([row?.failingForMs, row?.breaker], [null, 'closed']);
  const open = known();
  fail(open, 5);
  open.unwritten('e', 10)?.written();
  open.learn({ ...HEALTHY, breaker: 'open', breakerTrips: 1, failingForMs: 3 }, 20);
  assert.equal(open.unwritten('e', 20), undefined);
  open.learn(HEALTHY, 30);
  assert.equal(open.unwritten('e', 30)?.row.breaker, 'open');
});

test('what was on its way when its row was to be read again is not taken for what the row says', () => {
  const health = known();
  fail(health, 1);
  const unwritten = health.unwritten('e', 5);
  health.reset();
  unwritten?.written();
  assert.equal(health.isSettled, true);
});

test('can be forgotten a while after its last post, unless its row is behind', () => {
  const health = known({ rateLimit: 60 });
  health.countPost(0);
  fail(health, 1);
  assert.equal(health.isForgettable(120_000), false, 'not written');
  health.unwritten('e', 5)?.written();
  assert.deepEqual([health.isForgettable(59_000), health.isForgettable(61_000)], [false, true]);
  fail(health, 4, 70_000);
  health.unwritten('e', 70_010)?.written();
  observe(health, 200, 110_000);
  assert.equal(
    health.isForgettable(200_000),
    true,
    'its row says that its breaker is open, which is on the safe side',
  );
});
