// The administrator reads what one organization has, which each request names, and changes nothing of it; whoever has a key names
// their own organization or none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asksFor } from '../support/isolation/asks.ts';
import { readBelongings } from '../support/isolation/belongings.ts';
import { type Estate, makeEstate } from '../support/isolation/estate.ts';
import { leaksIn } from '../support/leaks/marks.ts';
import { type Json, type Operation, operationsOf } from '../support/openapi/document.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant } from './api-fixture.ts';

const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };

/** What the administrator may read for an organization, by the API's own description. */
function readsOf(operations: readonly Operation[]): Operation[] {
  return operations.filter(
    ({ method, path, parameters, security }) =>
      method === 'GET' &&
      security.includes('admin') &&
      security.includes('apiKey') &&
      path !== '/api/keys' &&
      parameters.some((one) => one.in === 'query' && one.name === 'organization_id'),
  );
}

test('the administrator reads what the organization has that a request names, and nothing of another', async (t) => {
  const hops = await startThreeHops(t, {}, { REPLAY_INTERVAL: '1h' });
  const { url, database } = hops;
  const estate: Estate = await makeEstate(t, hops);
  const other = await createTenant(url, 'another');
  const operations = operationsOf((await call(`${url}/openapi.json`, 'GET')).json as Json);
  const reads = readsOf(operations);
  assert.ok(reads.length >= 12, reads.map(({ name }) => name).join(', '));
  const before = await readBelongings(database.pool, estate);
  const ask = (path: string, organization: string | undefined, headers: Record<string, string>) =>
    call(`${url}${path}${organization === undefined ? '' : `?organization_id=${organization}`}`, 'GET', {
      headers,
    });
  const portal = await call(`${url}/api/portal-sessions`, 'POST', { key: other.apiKey, body: {} });
  let showing = 0;
  for (const { name } of reads) {
    const plain = asksFor(reads, estate).find(({ what }) => what === name);
    assert.ok(plain);
    const { path } = plain;
    // A search that ended for lack of time shows nothing yet.
    const own = await until(`${name} is whole`, async () => {
      const answer = await ask(path, estate.organizationId, ADMIN);
      return answer.json.complete !== false && answer;
    });
    assert.equal(own.status, 200, `${name}: ${own.text}`);
    if (leaksIn(estate.giveaways, [own.text]).length > 0) showing += 1;

    const unnamed = await ask(path, undefined, ADMIN);
    assert.deepEqual([unnamed.status, unnamed.json.pointer], [400, '/organization_id'], name);
    assert.equal((await ask(path, 'none', ADMIN)).status, 400, name);
    const unknown = await ask(
      path,
      plain.path.includes(estate.eventId) ? estate.endpointId : estate.eventId,
      ADMIN,
    );
    assert.deepEqual([unknown.status, unknown.json.code], [404, 'HPL_ORGANIZATION_NOT_FOUND'], name);

    // What belongs to one organization is not found in another, nor listed.
    const foreign = await ask(path, other.organizationId, ADMIN);
    assert.equal(foreign.status, plain.names === 'a thing' ? 404 : 200, `${name}: ${foreign.text}`);
    assert.deepEqual(leaksIn(estate.giveaways, [foreign.text]), [], name);

    for (const headers of [{ 'x-api-key': other.apiKey }, { authorization: `Bearer ${portal.json.token}` }]) {
      const refused = await ask(path, estate.organizationId, headers);
      assert.deepEqual([refused.status, refused.json.code], [404, 'HPL_ORGANIZATION_NOT_FOUND'], name);
    }
    assert.equal((await ask(path, estate.organizationId, { 'x-api-key': estate.apiKey })).status, 200, name);
  }
  assert.ok(showing >= 8, `only ${showing} answers show what the organization has`);

  // Whatever changes something takes no admin token, whatever it names.
  const changes = operations.filter(
    ({ method, security }) => method !== 'GET' && security.includes('apiKey') && !security.includes('admin'),
  );
  assert.ok(changes.length >= 12);
  for (const { operation, path, body } of asksFor(changes, estate)) {
    const answer = await call(`${url}${path}?organization_id=${estate.organizationId}`, operation.method, {
      headers: ADMIN,
      ...(body === undefined ? {} : { body }),
    });
    assert.equal(answer.status, 401, `${operation.name}: ${answer.text}`);
  }
  assert.deepEqual(await readBelongings(database.pool, estate), before);
});
