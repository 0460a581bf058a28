// No organization can read or cause anything of another (G8): every operation that /openapi.json has is called with one
// organization's key and everything that takes an id naming what belongs to another, on a system with all three hops.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ask, asksFor, BODIES } from '../support/isolation/asks.ts';
import { readBelongings } from '../support/isolation/belongings.ts';
import { makeEstate } from '../support/isolation/estate.ts';
import { expectNothingOf, sendAsk } from '../support/isolation/expect-refused.ts';
import { leaksIn } from '../support/leaks/marks.ts';
import { type Json, type Operation, operationsOf } from '../support/openapi/document.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant } from './api-fixture.ts';
import { makeKey } from './api-keys-fixture.ts';

test("with another organization's ids every operation answers as if there were nothing, and changes nothing", async (t) => {
  // No replay begins by itself: what belongs to the other stays as it is.
  const hops = await startThreeHops(t, {}, { REPLAY_INTERVAL: '1h' });
  const { url, database } = hops;
  const operations = operationsOf((await call(`${url}/openapi.json`, 'GET')).json as Json);
  const other = await makeEstate(t, hops);
  const { apiKey: key, organizationId } = await createTenant(url, 'the one that asks');
  const asks = asksFor(operations, other);
  assert.deepEqual(asks.map(({ operation }) => operation.name).filter(isFirst), Object.keys(BODIES));
  const send = (ask: Ask, { key, admin }: { key?: string; admin?: true }) =>
    sendAsk(url, ask, {
      ...(key === undefined ? {} : { 'x-api-key': key }),
      ...(admin ? { authorization: `Bearer ${ADMIN_TOKEN}` } : {}),
    });

  const before = await readBelongings(database.pool, other);
  assert.ok(before.length >= 12, before.join('\n'));
  const accepted = new Set<unknown>();
  for (const ask of asks) {
    const { operation, what, names } = ask;
    const { security } = operation;
    const forAnybody = security.length === 0;
    const isForAdmin = !forAnybody && !security.includes('apiKey');
    if (!forAnybody) assert.equal((await send(ask, {})).status, 401, `${what}, without a key`);

    const answer = await send(ask, { key });
    const refusal = isForAdmin
      ? { refusedWith: [401], mustBeRefused: true }
      : { refusedWith: [403, 404], mustBeRefused: names === 'a thing' };
    for (const id of expectNothingOf(other, ask, answer, refusal)) accepted.add(id);
  }
  assert.ok(accepted.size >= 5, `only ${accepted.size} events were accepted, so nothing could come of them`);
  await until('what was accepted is stored', async () => {
    const { rows } = await database.pool.query('select 1 from events where organization_id = $1', [
      organizationId,
    ]);
    return rows.length === accepted.size;
  });
  const after = await readBelongings(database.pool, other);
  assert.deepEqual({ gone: without(before, after), come: without(after, before) }, { gone: [], come: [] });

  // That the same requests are right, and would show and change something: whose it is, and the administrator, may.
  let showing = 0;
  for (const ask of asks) {
    const isForAdmin = ask.operation.security.includes('admin') && !ask.operation.security.includes('apiKey');
    // A key that was rotated makes no others.
    const isRotation = ask.operation.name === 'POST /api/keys/rotate';
    const { apiKey: ownKey } = isRotation ? await makeKey(url, other.apiKey, {}) : other;
    const answer = await send(ask, isForAdmin ? { admin: true } : { key: ownKey });
    const said = `${ask.what} was answered ${answer.status} ${answer.text}`;
    // Nobody's token signs nobody in, whoever sends it.
    if (ask.operation.name === 'POST /api/sessions') assert.equal(answer.status, 401, said);
    else assert.ok(answer.status < 300, said);
    if (leaksIn(other.giveaways, [answer.text]).length > 0) showing += 1;
  }
  assert.ok(
    showing > asks.length / 2,
    `only ${showing} of ${asks.length} answers show what the search looks for`,
  );
  assert.notDeepEqual(await readBelongings(database.pool, other), before);
});

test('an operation, or a place for an id, that nobody has thought of is found', () => {
  const bodies = new Map([['application/json', { type: 'object', properties: { folder_id: {} } }]]);
  const operation = { method: 'POST', path: '/api/events', parameters: [], bodies } as unknown as Operation;
  const asks = (given: Partial<Operation>) => () => asksFor([{ ...operation, ...given }], {} as never);
  assert.throws(asks({ name: 'GET /api/folders' }), /how to call GET \/api\/folders/);
  assert.throws(asks({ name: 'POST /api/events' }), /what .*folder_id names/);
});

const without = (rows: readonly string[], others: readonly string[]) =>
  rows.filter((row) => !others.includes(row));

function isFirst(name: string, at: number, all: readonly string[]): boolean {
  return all.indexOf(name) === at;
}
