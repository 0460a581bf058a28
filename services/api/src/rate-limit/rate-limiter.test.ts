import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OthersCounts } from '@hopline/postgres/rate-limits/share-counts';
import { limitOf } from './limits.ts';
import { leftField } from './rate-limit-fields.ts';
import { ownCounts, RateLimiter } from './rate-limiter.ts';

const TIERS = { free: 1000, pro: 60_000 };
const CALLER = { organizationId: 'o', rateLimit: 10, tier: 'free' } as const;
const NOBODY: OthersCounts = {
  organizationId: 'o',
  used: 0,
  decay: 0,
  instances: 0,
  demand: 0,
  hasLower: false,
};

/** A limiter on a clock of its own, whose zero is 1,000,000 ms after the epoch. */
function fixture(options: { onCheck?: (seconds: number) => void } = {}) {
  const clock = { now: 0 };
  const asked: boolean[] = [];
  const limiter = new RateLimiter({
    tiers: TIERS,
    now: () => clock.now,
    epochOffsetMs: 1_000_000,
    ...options,
  });
  limiter.onWaiting = (early) => asked.push(early);
  const admit = (events = 1, caller: Parameters<typeof limiter.of>[0] = CALLER) => {
    const limit = limiter.of(caller);
    return limit ? limiter.admit(limit, events) : Number.NaN;
  };
  const share = (others: Partial<OthersCounts> = {}) => {
    const taken = limiter.take();
    assert.ok(taken);
    const counts = ownCounts(taken);
    limiter.learn(taken, { nowMs: clock.now + 1_000_000, others: [{ ...NOBODY, ...others }] });
    return counts;
  };
  return { clock, limiter, asked, admit, share };
}

test('an organization has its own limit, or its tier’s; enterprise has none', () => {
  assert.equal(limitOf({ rateLimit: null, tier: 'free' }, TIERS), 1000);
  assert.equal(limitOf({ rateLimit: null, tier: 'pro' }, TIERS), 60_000);
  assert.equal(limitOf({ rateLimit: 7, tier: 'enterprise' }, TIERS), 7);
  assert.equal(limitOf({ rateLimit: null, tier: 'enterprise' }, TIERS), Number.POSITIVE_INFINITY);
  const { limiter } = fixture();
  assert.equal(limiter.of({ ...CALLER, rateLimit: null, tier: 'enterprise' }), undefined);
});

test('a window is full after the limit, and empties as steadily as the next one passes', () => {
  const { clock, admit } = fixture();
  assert.equal(admit(10), 10);
  clock.now = 59_999;
  assert.equal(admit(), 0);
  clock.now = 65_999;
  assert.equal(admit(), 0);
  clock.now = 66_000;
  assert.equal(admit(), 1);
  assert.equal(admit(), 0);
  clock.now = 90_000;
  assert.equal(admit(9), 4);
  clock.now = 200_000;
  assert.equal(admit(11), 10);
});

test('what is refused does not count', () => {
  const { clock, admit, share } = fixture();
  for (let i = 0; i < 100; i += 1) admit();
  assert.deepEqual(share().admitted, [10]);
  clock.now = 120_000;
  assert.equal(admit(10), 10);
});

test('a changed limit holds from the next event on, with what was used before', () => {
  const { admit } = fixture();
  assert.equal(admit(10), 10);
  assert.equal(admit(5, { ...CALLER, rateLimit: 12 }), 2);
  assert.equal(admit(1, { ...CALLER, rateLimit: 5 }), 0);
});

test('organizations do not use up one another’s limits', () => {
  const { admit } = fixture();
  assert.equal(admit(10), 10);
  assert.equal(admit(10, { ...CALLER, organizationId: 'p' }), 10);
});

test('the wait that is told is the time until there is room', () => {
  for (const from of [20_000, 59_000, 61_000]) {
    const { clock, limiter, admit } = fixture();
    for (const at of [0, 20_000]) {
      clock.now = at;
      assert.equal(admit(5), 5);
    }
    const limit = limiter.of(CALLER);
    assert.ok(limit);
    clock.now = from;
    assert.equal(limiter.hasRoom(limit), false);
    const wait = limit.waitFor(1, from);
    clock.now = from + wait - 1;
    assert.equal(limiter.hasRoom(limit), false, `${from}: ${wait}`);
    clock.now = from + wait + 1;
    assert.equal(limiter.hasRoom(limit), true, `${from}: ${wait}`);
    // More than ever fits: one window.
    assert.equal(limit.waitFor(11, clock.now), 60_000);
  }
});

test('the fields say what the draft wants: structured, whole seconds, never below zero', () => {
  const { clock, limiter, admit } = fixture();
  admit(4);
  clock.now = 12_300;
  const limit = limiter.of(CALLER);
  assert.ok(limit);
  assert.equal(limit.policy, '"default";q=10;w=60');
  assert.equal(leftField(limit, clock.now), '"default";r=6;t=48');
  admit(0, { ...CALLER, rateLimit: 3 });
  assert.equal(leftField(limit, clock.now), '"default";r=0;t=48');
});

test('what the others have used is taken off, and comes back as it leaves their windows', () => {
  const { clock, admit, share } = fixture();
  assert.equal(admit(2), 2);
  share({ used: 6, decay: 0.001 });
  assert.equal(admit(10), 2);
  clock.now = 1000;
  assert.equal(admit(10), 1);
});

test('a share goes by demand, the rest to one instance, and what others did not use is shared again', () => {
  const { admit, share, clock } = fixture();
  const caller = { ...CALLER, rateLimit: 1000 };
  assert.equal(admit(10, caller), 10);
  clock.now = 1000;
  // Its own demand is 6.3 events a second by now: two thirds of all, and of an even part of 20 % the half.
  share({ used: 90, instances: 1, demand: 3.16, hasLower: true });
  assert.equal(admit(1000, caller), Math.floor(900 * (0.8 * (6.32 / 9.48) + 0.1)));
  share({ used: 390, instances: 1, demand: 0, hasLower: true });
  assert.ok(admit(1000, caller) > 0);
});

test('of less than one event for each, one instance has one', () => {
  for (const [hasLower, admitted] of [
    [true, 0],
    [false, 1],
  ] as const) {
    const { admit, share } = fixture();
    admit();
    share({ used: 8, instances: 4, demand: 10, hasLower });
    assert.equal(admit(5), admitted);
  }
});

test('without Postgres everyone has an even part among those that were there, and one event at least', () => {
  const { clock, limiter, admit, share } = fixture();
  assert.equal(admit(2), 2);
  share({ instances: 1, demand: 1 });
  admit();
  const taken = limiter.take();
  assert.ok(taken);
  limiter.fail(taken);
  assert.equal(admit(10), 2);
  // An organization that was never heard of is shared by as many as the others are.
  assert.equal(admit(10, { ...CALLER, organizationId: 'p' }), 5);
  assert.equal(admit(10, { ...CALLER, organizationId: 'q', rateLimit: 1 }), 1);
  clock.now = 100;
  const again = limiter.take();
  assert.ok(again);
  assert.equal(again.organizations.length, 3);
  limiter.learn(again, { nowMs: 1_000_100, others: [{ ...NOBODY, instances: 1 }] });
  // The others may have been away for as long, and have yet to tell what they admitted.
  clock.now = 199;
  assert.equal(admit(10), 0);
  clock.now = 200;
  assert.equal(admit(10), 5);
});

test('counts that wait too long to be shared are taken for Postgres being away', () => {
  const { clock, admit, share, limiter } = fixture();
  admit();
  share({ instances: 1, demand: 1 });
  admit();
  clock.now = 1501;
  assert.equal(admit(10), 3);
  const taken = limiter.take();
  assert.ok(taken);
  limiter.learn(taken, { nowMs: 1_001_501, others: [{ ...NOBODY, instances: 1 }] });
  assert.equal(admit(10), 5);
});

test('rows have a name that stays, and the last count of a window is shared after its end', () => {
  const { clock, admit, share } = fixture();
  admit(3);
  const first = share();
  assert.deepEqual([first.organizationIds, first.startsMs, first.admitted], [['o'], [1_000_000], [3]]);
  clock.now = 30_000;
  admit(2);
  clock.now = 60_500;
  admit(1);
  const counts = share();
  assert.deepEqual(counts.organizationIds, ['o', 'o']);
  assert.deepEqual(counts.startsMs, [1_060_000, 1_000_000]);
  assert.deepEqual(counts.admitted, [1, 5]);
  assert.equal(counts.demand[1], 0);
  admit(1);
  assert.deepEqual(share().startsMs, [1_060_000]);
});

test('the names of rows follow the clock of Postgres from the next pause on', () => {
  const { clock, limiter, admit } = fixture();
  const share = () => {
    const taken = limiter.take();
    assert.ok(taken);
    clock.now += 10;
    limiter.learn(taken, { nowMs: clock.now + 1_005_000, others: [NOBODY] });
    return ownCounts(taken).startsMs;
  };
  admit();
  assert.deepEqual(share(), [1_000_000]);
  admit();
  assert.deepEqual(share(), [1_000_000]);
  clock.now = 300_000;
  admit();
  // To within half the time that the answer took.
  assert.ok(Math.abs((share()[0] ?? 0) - 1_305_000) <= 5);
});

test('sharing is asked for once, and early when a good part of the limit went since the others heard of it', () => {
  const { asked, admit, share } = fixture();
  const caller = { ...CALLER, rateLimit: 100 };
  admit(5, caller);
  admit(0, caller);
  assert.deepEqual(asked, [false]);
  admit(1, caller);
  assert.deepEqual(asked, [false, true]);
  share();
  admit(5, caller);
  assert.deepEqual(asked, [false, true, false]);
});

test('after a pause everyone has an even part, until a second reading shows who is there', () => {
  const { clock, limiter, admit, share, asked } = fixture();
  admit();
  share({ instances: 2, used: 0, demand: 1 });
  for (const forgets of [false, true]) {
    share({ instances: 2, used: 0, demand: 1 });
    clock.now += 200_000;
    if (forgets) limiter.forgetIdle();
    assert.equal(limiter.size, forgets ? 0 : 1);
    asked.length = 0;
    assert.equal(admit(10), 3);
    // What is refused brings the reading at once.
    assert.ok(asked.includes(true));
    // The others began at the same moment and have yet to write.
    share();
    assert.equal(admit(10), 0);
    clock.now += 50;
    share({ instances: 2, used: 6, demand: 1 });
    assert.equal(admit(10), 1);
  }
  share({ instances: 2, used: 0, demand: 1 });
  clock.now += 200_000;
  assert.equal(admit(10), 3);
  share();
  share();
  // There are none any more.
  assert.equal(admit(10), 7);
});

test('organizations are forgotten when nothing of theirs counts any more', () => {
  const { clock, limiter, admit, share } = fixture();
  admit();
  share();
  // After the first reading there is a second one.
  share();
  clock.now = 119_000;
  limiter.forgetIdle();
  assert.equal(limiter.size, 1);
  clock.now = 120_001;
  limiter.forgetIdle();
  assert.equal(limiter.size, 0);
  assert.equal(limiter.hasWaiting, false);
  assert.equal(limiter.take(), undefined);
});

test('one check in 64 is timed', () => {
  const timed: number[] = [];
  const { admit } = fixture({ onCheck: (seconds) => timed.push(seconds) });
  for (let i = 0; i < 640; i += 1) admit();
  assert.equal(timed.length, 10);
});
