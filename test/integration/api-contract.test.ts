// The description of the API against the running server: requests made from it, by the hundred for each operation, such
// as fit it and such as do not. No answer may be a 5xx or one that the description does not have.
// A failure prints a seed: `CONTRACT_SEED=… npm test -- test/integration/api-contract.test.ts` makes the same requests.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { type TestContext, test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import fc from 'fast-check';
import { type OddRequest, sendRequest } from '../support/http-request.ts';
import { checkAnswer } from '../support/openapi/check-answer.ts';
import { type Json, type Operation, operationsOf, type Parameter } from '../support/openapi/document.ts';
import { fittingRequests, oddRequests, type RequestSources } from '../support/openapi/requests.ts';
import { addReplay } from '../support/replays.ts';
import { storeEvent } from '../support/store-event.ts';
import { insertEndpoint } from '../support/tenants.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, type ApiFixture, call, createTenant, startApi, type Tenant } from './api-fixture.ts';

const SEED = Number(process.env.CONTRACT_SEED ?? Date.now() % 2 ** 31);
/**
 * How many requests of each kind an operation gets. One that makes keys gets fewer, since an organization has at most 100; so does one
 * that asks Kafka or has a long answer, which takes a hundred times as long and has little to vary.
 */
const RUNS = { fitting: 200, odd: 300 };
const RUNS_OF_FEW = { fitting: 40, odd: 100 };

/** With texts alone few of the requests that go together would be about something that is there. */
const PLACES_OF_RECORDS: Readonly<Record<string, readonly string[]>> = {
  partition: ['0'],
  from: ['latest', 'earliest'],
  cursor: ['0:0'],
};

test('the API answers as it is described, whatever it is sent', async (t) => {
  const api = await startApi(t);
  const setting = await prepare(api);
  for (const operation of inOrder(await readOperations(api))) {
    await t.test(operation.name, async (t) => {
      const statuses = new Map<number, number>();
      const check = checker(t, api, operation, (status) =>
        statuses.set(status, (statuses.get(status) ?? 0) + 1),
      );
      const sources = await sourcesOf(setting, operation);
      const runs = makesKeys(operation) || isDear(operation) ? RUNS_OF_FEW : RUNS;
      const fitting = fc.asyncProperty(fittingRequests(signingIn(operation, setting), sources), check);
      await fc.assert(fitting, { seed: SEED, numRuns: runs.fitting });
      const odd = fc.asyncProperty(oddRequests(operation, sources), check);
      await fc.assert(odd, { seed: SEED, numRuns: runs.odd });
      t.diagnostic([...statuses].map(([status, count]) => `${status}: ${count}`).join(', '));
      const succeeded = [...statuses.keys()].some((status) => status < 300);
      assert.ok(succeeded, `no request succeeded, so the description was hardly tried: seed ${SEED}`);
    });
  }
});

test('an answer that is not described is found', async (t) => {
  const api = await startApi(t);
  const setting = await prepare(api);
  const operation = (await readOperations(api)).find(({ name }) => name === 'POST /api/events');
  assert.ok(operation);
  const sources = await sourcesOf(setting, operation);
  const findsIn = (described: Operation, problem: RegExp) =>
    assert.rejects(
      fc.assert(fc.asyncProperty(fittingRequests(described, sources), checker(t, api, described)), {
        seed: SEED,
      }),
      (error: Error) => {
        assert.match(String(error.cause), problem);
        assert.match(error.message, new RegExp(`seed: ${SEED},`));
        return true;
      },
    );

  const responses = new Map(operation.responses);
  responses.delete(202);
  await findsIn({ ...operation, responses }, /a status that is not described: .* answered 202/);

  const other = { headers: new Map(), bodies: new Map([['application/json', { type: 'array' }]]) };
  responses.set(202, other);
  await findsIn({ ...operation, responses }, /the body does not fit its schema/);

  responses.set(202, { ...other, bodies: new Map([['text/plain', {}]]) });
  await findsIn({ ...operation, responses }, /the media type application\/json is not described/);
});

interface Setting {
  readonly api: ApiFixture;
  readonly tenant: Tenant;
  /** Whose keys are made and revoked. */
  readonly victim: Tenant;
  readonly eventId: string;
  /** Its key alone is left. */
  readonly expiredId: string;
}

async function prepare(api: ApiFixture): Promise<Setting> {
  const [tenant, victim] = [await createTenant(api.url), await createTenant(api.url)];
  // Without a limit: thousands of requests are to come.
  await api.database.pool.query(`update organizations set tier = 'enterprise'`);
  const { apiKey: key, organizationId } = tenant;
  await until('Kafka answers', async () => {
    const answer = await call(`${api.url}/api/events`, 'POST', { key, body: { type: 'a', payload: {} } });
    return answer.status === 202;
  });
  const eventId = uuidV7();
  await storeEvent(api.database.pool, { id: eventId, organizationId, payload: '{"a":1}' });
  const expiredId = uuidV7();
  await storeEvent(api.database.pool, { id: expiredId, organizationId, payload: '{}' });
  await api.database.pool.query('delete from events where id = $1', [expiredId]);
  return { api, tenant, victim, eventId, expiredId };
}

async function readOperations({ url }: ApiFixture): Promise<Operation[]> {
  return operationsOf((await call(`${url}/openapi.json`, 'GET')).json as Json);
}

/** What deletes things comes last. */
function inOrder(operations: readonly Operation[]): Operation[] {
  return operations.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
}

/** Sign-in takes nothing but a token that is good: no description can name one. */
function signingIn(operation: Operation, { tenant }: Setting): Operation {
  if (operation.name !== 'POST /api/sessions') return operation;
  const properties = { token: { type: 'string', examples: [tenant.apiKey, ADMIN_TOKEN] } };
  const schema = { ...operation.bodies.get('application/json'), properties };
  return { ...operation, bodies: new Map([['application/json', schema]]) };
}

function makesKeys({ method, path }: Operation): boolean {
  return method === 'POST' && path.startsWith('/api/keys');
}

function isDear({ path }: Operation): boolean {
  return path.startsWith('/api/admin/') || ['/openapi.json', '/metrics'].includes(path);
}

async function sourcesOf(
  { api, tenant, victim, eventId, expiredId }: Setting,
  operation: Operation,
): Promise<RequestSources> {
  const ofKeys = operation.path.startsWith('/api/keys');
  const { apiKey } = ofKeys ? victim : tenant;
  const ids = operation.path.startsWith('/api/endpoints/') ? await makeEndpoints(api, tenant) : [];
  const replayIds = operation.path.includes('replay') ? await makeReplays(api, tenant) : [];
  const deliveryIds = operation.path.startsWith('/api/deliveries/') ? await listDeliveries(api, tenant) : [];
  const keyIds = ofKeys && operation.path.includes('{') ? await listKeys(api, victim) : [];
  return {
    credentials: {
      apiKey: ['x-api-key', apiKey],
      bearer: ['authorization', `Bearer ${apiKey}`],
      admin: ['authorization', `Bearer ${ADMIN_TOKEN}`],
    },
    known: ({ path }: Operation, { name }: Parameter) => {
      // Its own, and another one: who asks for what there is of it would else be hardly ever answered.
      if (name === 'organization_id')
        return [ofKeys ? victim.organizationId : tenant.organizationId, victim.organizationId];
      if (name === 'name') return [api.topics.topics.events, api.topics.topics.deliveriesDlq];
      if (path.endsWith('/records')) return PLACES_OF_RECORDS[name] ?? [];
      if (name !== 'id') return [];
      if (path.startsWith('/api/admin/groups')) return [api.topics.groups.persist];
      if (path.startsWith('/api/events')) return [eventId, expiredId];
      if (path.startsWith('/api/organizations')) return [victim.organizationId];
      if (path.startsWith('/api/deliveries')) return deliveryIds;
      if (path.startsWith('/api/replays')) return replayIds;
      return ofKeys ? keyIds : ids;
    },
  };
}

async function makeEndpoints({ database }: ApiFixture, { organizationId }: Tenant): Promise<string[]> {
  const made = [1, 2, 3].map(() => insertEndpoint(database.pool, organizationId));
  return (await Promise.all(made)).map(({ id }) => id);
}

/** Three that are under way. Those of the requests before are over, so that there is room for some more. */
async function makeReplays({ database }: ApiFixture, { organizationId }: Tenant): Promise<string[]> {
  const { pool } = database;
  await pool.query("update replays set state = 'cancelled'");
  return await Promise.all([1, 2, 3].map(() => addReplay(pool, { organizationId })));
}

/** Those that there are, to an endpoint that is there. */
async function listDeliveries({ database }: ApiFixture, { organizationId }: Tenant): Promise<string[]> {
  const { pool } = database;
  const { id: endpointId } = await insertEndpoint(pool, organizationId);
  const { rows } = await pool.query<{ id: string }>(
    'update deliveries set endpoint_id = $2 where organization_id = $1 returning id',
    [organizationId, endpointId],
  );
  return rows.map(({ id }) => id);
}

/** All keys but the one that the requests come with. */
async function listKeys({ url }: ApiFixture, { organizationId, keyId }: Tenant): Promise<string[]> {
  const listed = await call(`${url}/api/keys?organization_id=${organizationId}`, 'GET', {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  return (listed.json.keys as { id: string }[]).map(({ id }) => id).filter((id) => id !== keyId);
}

/** Sends a request and checks its answer. */
function checker(
  t: TestContext,
  { service }: ApiFixture,
  operation: Operation,
  onStatus: (status: number) => void = () => {},
): (request: OddRequest) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  return async (request) => {
    const answer = await sendRequest(service.port(), request, agent);
    // Whoever sends on after a refusal may find the connection closed before the answer is read.
    if (answer === 'reset')
      return assert.ok((request.body?.length ?? 0) > 64 * 1024, 'the connection was closed');
    onStatus(answer.status);
    checkAnswer(operation, answer);
  };
}
