// The statements behind an endpoint's health by themselves: what they change, what they refuse, and in whose favour.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cancelUndelivered } from '@hopline/postgres/deliveries/cancel-undelivered';
import { type ClaimedDelivery, claimDeliveries } from '@hopline/postgres/deliveries/claim-deliveries';
import { readUnclaimed } from '@hopline/postgres/deliveries/read-unclaimed';
import {
  type AttemptOutcome,
  type Consequences,
  recordOutcomes,
} from '@hopline/postgres/deliveries/record-outcomes';
import type { NextState } from '@hopline/postgres/deliveries/record-results';
import { releaseClaims } from '@hopline/postgres/deliveries/release-claims';
import { type EndpointChanges, updateEndpoint } from '@hopline/postgres/endpoints/update-endpoint';
import { type EndpointHealth, writeEndpointHealth } from '@hopline/postgres/endpoints/write-endpoint-health';
import { readSubscriptions } from '@hopline/postgres/persist/read-subscriptions';
import { cancelDeleted } from '@hopline/postgres/sweeper/cancel-deleted';
import { inTransaction } from '@hopline/postgres/transaction';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  DAY,
  readAttempts,
  readDelivery,
  type TestEndpoint,
} from '../support/deliveries.ts';
import { readHealth, readOperationalEvents, setEndpoint, subscribe } from '../support/endpoint-health.ts';
import { secretBox } from '../support/secret-keys.ts';

const HOOK = 'https://example.com/hook';
const LEASE_MS = 20_000;

const { pool } = await createDatabase({ after });
const organizationId = await addOrganization(pool);

const endpoint = (organization = organizationId): Promise<TestEndpoint> =>
  addEndpoint(pool, { organizationId: organization, url: HOOK });

async function claimOne(to: TestEndpoint): Promise<ClaimedDelivery> {
  const deliveries = await addDeliveries(pool, to, 1);
  const [claimed] = await claimDeliveries(pool, DAY, deliveries, LEASE_MS);
  assert.ok(claimed);
  return claimed;
}

const open = (id: string, fields: Partial<EndpointHealth> = {}): EndpointHealth => ({
  ...{ id, epoch: 0, breaker: 'open', breakerTrips: 2 },
  ...{ failingForMs: 90_000, heldForMs: 60_000 },
  ...fields,
});

function outcome(
  claimed: ClaimedDelivery,
  next: NextState,
  more: Partial<Consequences> & { version?: number } = {},
): AttemptOutcome {
  const { version = claimed.version, ...consequences } = more;
  const {
    id,
    endpointId,
    organizationId: organization,
    eventId,
    eventType,
    attempt,
    url,
    operational,
  } = claimed;
  return {
    ...{ id, version, next, startedAgoMs: 0, durationMs: 12 },
    ...{ outcome: 'status', statusCode: 500, error: null, response: null, traceId: null },
    consequences: {
      ...{ endpointId, organizationId: organization, eventId, eventType, attempt, url, operational },
      ...consequences,
    },
  };
}

const RETRY: NextState = { state: 'pending', delayMs: 0 };
const DEAD: NextState = { state: 'dead', reason: 'exhausted' };

test('what an owner has seen is written, times by the clock of the database', async () => {
  const [one, two] = [await endpoint(), await endpoint()];
  await writeEndpointHealth(pool, [
    open(two.id),
    open(one.id, { breaker: 'closed', breakerTrips: 0, failingForMs: null, heldForMs: null }),
  ]);
  const { rows } = await pool.query(
    `select breaker, breaker_trips, extract(epoch from now() - failing_since)::float8 as failing,
            extract(epoch from not_before - now())::float8 as held from endpoints where id = $1`,
    [two.id],
  );
  assert.deepEqual([rows[0].breaker, rows[0].breaker_trips], ['open', 2]);
  assert.ok(rows[0].failing >= 90 && rows[0].failing < 100);
  assert.ok(rows[0].held > 50 && rows[0].held <= 60);
  const well = await readHealth(pool, one);
  assert.deepEqual([well.breaker, well.failing_since, well.not_before], ['closed', null, null]);
});

test('what an owner has seen of the time before somebody else changed the endpoint is not written', async () => {
  const one = await endpoint();
  await setEndpoint(pool, one, { health_epoch: 1 });
  await writeEndpointHealth(pool, [open(one.id)]);
  assert.equal((await readHealth(pool, one)).breaker, 'closed');
});

test('a claim refuses what is held or disabled and says why, and takes what is held no longer', async () => {
  const [held, disabled, free] = [await endpoint(), await endpoint(), await endpoint()];
  const deliveries = await Promise.all([held, disabled, free].map((to) => addDeliveries(pool, to, 1)));
  await setEndpoint(pool, held, { not_before: new Date(Date.now() + 60_000) });
  await setEndpoint(pool, disabled, { disabled_at: new Date(), disabled_reason: 'gone' });
  await setEndpoint(pool, free, {
    ...{ not_before: new Date(Date.now() - 1000), breaker: 'open', breaker_trips: 3 },
    ...{ failing_since: new Date(Date.now() - 60_000), retry_schedule: ['5s', '1h'], rate_limit: 30 },
  });
  const refs = deliveries.flat();
  const [claimed, ...others] = await claimDeliveries(pool, DAY, refs, LEASE_MS);
  assert.deepEqual(others, []);
  assert.equal(claimed?.endpointId, free.id);
  const { breaker, breakerTrips, failingForMs, retrySchedule, rateLimit, healthEpoch, operational } = claimed;
  assert.deepEqual([breaker, breakerTrips, rateLimit, healthEpoch, operational], ['open', 3, 30, 0, false]);
  assert.deepEqual(retrySchedule, ['5s', '1h']);
  assert.ok(failingForMs !== null && failingForMs > 59_000 && failingForMs < 70_000);

  const why = new Map((await readUnclaimed(pool, DAY, refs)).map((found) => [found.id, found]));
  const [heldOne, disabledOne] = refs;
  assert.ok(heldOne && disabledOne);
  const heldForMs = why.get(heldOne.id)?.heldForMs ?? 0;
  assert.ok(heldForMs > 50_000 && heldForMs <= 60_000);
  assert.equal(why.get(disabledOne.id)?.endpointDisabled, true);

  assert.equal(await cancelDeleted(pool, [held.id, disabled.id], 100), 1);
  assert.equal((await readDelivery(pool, disabledOne)).reason, 'endpoint_disabled');
});

test('a claim that is given back counts no attempt, and only while it is the newest', async () => {
  const claimed = await claimOne(await endpoint());
  await releaseClaims(pool, DAY, [{ id: claimed.id, version: claimed.version - 1 }]);
  assert.equal((await readDelivery(pool, claimed)).state, 'sending');
  await releaseClaims(pool, DAY, [claimed]);
  const { state, version, attempts, lease_until } = await readDelivery(pool, claimed);
  assert.deepEqual([state, version, attempts, lease_until], ['pending', claimed.version + 1, 0, null]);
  const [again] = await claimDeliveries(pool, DAY, [{ id: claimed.id, version }], LEASE_MS);
  assert.equal(again?.attempt, 1);
});

test('deliveries that nobody may post are cancelled in their version alone', async () => {
  const [one, moved] = await addDeliveries(pool, await endpoint(), 2);
  assert.ok(one && moved);
  assert.equal(await cancelUndelivered(pool, DAY, [one, { ...moved, version: 2 }]), 1);
  assert.equal((await readDelivery(pool, one)).reason, 'delivery_disabled');
  assert.equal((await readDelivery(pool, moved)).state, 'pending');
});

test('a result disables its endpoint, tells who asked for it, and is told once', async () => {
  const organization = await addOrganization(pool);
  const one = await endpoint(organization);
  const listener = await subscribe(pool, { organizationId: organization, url: HOOK, types: ['endpoint.*'] });
  const [first, second] = [await claimOne(one), await claimOne(one)];
  const both = [first, second].map((claimed) => outcome(claimed, RETRY, { disable: 'gone' }));
  const { versions, deliveries, disabled } = await recordOutcomes(pool, DAY, both, Date.now());
  assert.equal(versions.size, 2);
  assert.deepEqual(disabled, [one.id]);
  assert.deepEqual(
    deliveries.map(({ endpointId, version }) => [endpointId, version]),
    [[listener.id, 1]],
  );
  const row = await readHealth(pool, one);
  assert.deepEqual([row.disabled_reason, row.health_epoch], ['gone', 1]);
  const again = await claimOne(listener);
  assert.ok(again, 'the listener is another endpoint');
  assert.equal((await readOperationalEvents(pool, organization)).length, 1);
  // It gets nothing from now on.
  const wanting = await inTransaction(pool, (client) => readSubscriptions(client, [organization]));
  assert.deepEqual(
    wanting.get(organization)?.map(({ endpointId }) => endpointId),
    [listener.id],
  );
});

test('a result that is fenced out, or of another URL, disables nobody and tells nobody', async () => {
  const organization = await addOrganization(pool);
  const one = await endpoint(organization);
  const claimed = await claimOne(one);
  const stale = outcome(claimed, DEAD, { disable: 'gone', version: claimed.version - 1 });
  const nothing = await recordOutcomes(pool, DAY, [stale], Date.now());
  assert.deepEqual([nothing.versions.size, nothing.disabled, nothing.deliveries], [0, [], []]);
  const elsewhere = outcome(claimed, RETRY, { disable: 'gone', url: 'https://example.com/before' });
  // Also beside the result of the claim after it.
  const moved = await recordOutcomes(pool, DAY, [stale, elsewhere], Date.now());
  assert.deepEqual([moved.versions.size, moved.disabled], [1, []]);
  assert.equal((await readHealth(pool, one)).disabled_at, null);
  assert.deepEqual(await readOperationalEvents(pool, organization), []);
});

test('a recovery is told when its row said that the breaker was open, and the row is well again', async () => {
  const organization = await addOrganization(pool);
  const [broken, well] = [await endpoint(organization), await endpoint(organization)];
  await writeEndpointHealth(pool, [open(broken.id)]);
  await setEndpoint(pool, broken, { not_before: null });
  const outcomes = [await claimOne(broken), await claimOne(well)].map((claimed) =>
    outcome(claimed, { state: 'succeeded', reason: 'delivered' }, { recovered: true }),
  );
  await recordOutcomes(pool, DAY, outcomes, Date.now());
  const [event, ...others] = await readOperationalEvents(pool, organization);
  assert.deepEqual(others, []);
  assert.deepEqual([event?.type, event?.data.endpoint_id], ['endpoint.recovered', broken.id]);
  const row = await readHealth(pool, broken);
  assert.deepEqual([row.breaker, row.breaker_trips, row.failing_since], ['closed', 0, null]);
});

test('an event about deliveries causes none itself', async () => {
  const organization = await addOrganization(pool);
  const one = await endpoint(organization);
  const listener = await subscribe(pool, {
    ...{ organizationId: organization, url: HOOK },
    types: ['delivery.exhausted'],
  });
  const { deliveries } = await recordOutcomes(pool, DAY, [outcome(await claimOne(one), DEAD)], Date.now());
  const [claimed] = await claimDeliveries(pool, DAY, [...deliveries], LEASE_MS);
  assert.equal(claimed?.endpointId, listener.id);
  assert.deepEqual([claimed.operational, claimed.eventType], [true, 'delivery.exhausted']);
  await recordOutcomes(pool, DAY, [outcome(claimed, DEAD, { disable: 'failing' })], Date.now());
  assert.equal((await readDelivery(pool, claimed)).state, 'dead');
  assert.equal((await readAttempts(pool, claimed)).length, 1);
  assert.equal((await readHealth(pool, listener)).disabled_reason, 'failing');
  assert.equal((await readOperationalEvents(pool, organization)).length, 1);
});

test('beside an event about deliveries in the same batch, the endpoint is told of as without it', async () => {
  const organization = await addOrganization(pool);
  const all = ['*', 'delivery.*', 'endpoint.*'];
  const [back, ending] = [
    await subscribe(pool, { organizationId: organization, url: HOOK, types: all }),
    await subscribe(pool, { organizationId: organization, url: HOOK, types: all }),
  ];
  await writeEndpointHealth(pool, [open(back.id)]);
  await setEndpoint(pool, back, { not_before: null });
  const succeeded: NextState = { state: 'succeeded', reason: 'delivered' };
  const outcomes = [
    outcome(await claimOne(back), succeeded, { recovered: true }),
    outcome(await claimOne(back), succeeded, { operational: true }),
    outcome(await claimOne(ending), RETRY, { operational: true, disable: 'gone' }),
    outcome(await claimOne(ending), RETRY, { disable: 'gone' }),
  ];
  await recordOutcomes(pool, DAY, outcomes, Date.now());
  const told = await readOperationalEvents(pool, organization);
  // One that is disabled hears nothing any more. Both are of one millisecond.
  assert.deepEqual(told.map(({ type, data, to }) => [type, data.endpoint_id, to]).sort(), [
    ['endpoint.disabled', ending.id, [back.id]],
    ['endpoint.recovered', back.id, [back.id]],
  ]);
});

test('resumed, enabled or moved it begins anew; changed otherwise it stays as it is', async () => {
  const one = await endpoint();
  const change = async (changes: EndpointChanges, enable = false) => {
    const updated = await updateEndpoint(pool, organizationId, one.id, changes, secretBox.current.id, enable);
    assert.ok(updated && updated !== 'not_ordered');
    return [updated.begunAnew, (await readHealth(pool, one)).health_epoch];
  };
  const open3 = { breaker: 'open', breaker_trips: 3, not_before: new Date(Date.now() + 60_000) };
  await setEndpoint(pool, one, open3);
  assert.deepEqual(await change({ description: 'x', url: HOOK, retrySchedule: ['5s'] }), [false, 0]);
  assert.equal((await readHealth(pool, one)).breaker, 'open');
  assert.deepEqual(await change({ url: `${HOOK}/new` }), [true, 1]);
  const moved = await readHealth(pool, one);
  assert.deepEqual([moved.breaker, moved.breaker_trips, moved.not_before], ['closed', 0, null]);
  assert.deepEqual(await change({ paused: true }), [false, 1]);
  assert.deepEqual(await change({ paused: false }), [true, 2]);
  await setEndpoint(pool, one, { disabled_at: new Date(), disabled_reason: 'failing' });
  assert.deepEqual(await change({ url: HOOK }), [false, 2], 'another URL does not enable it');
  assert.deepEqual(await change({}, true), [true, 3]);
  assert.equal((await readHealth(pool, one)).disabled_at, null);
});
