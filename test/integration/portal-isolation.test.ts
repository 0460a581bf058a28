// With another organization's portal link every call is refused (G8): every operation that /openapi.json has is called with a link of
// one organization, with what belongs to another in every place that takes an id, a key or a cursor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asksFor } from '../support/isolation/asks.ts';
import { readBelongings } from '../support/isolation/belongings.ts';
import { makeEstate } from '../support/isolation/estate.ts';
import { expectNothingOf, sendAsk } from '../support/isolation/expect-refused.ts';
import { type Json, operationsOf } from '../support/openapi/document.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { call, createTenant } from './api-fixture.ts';

/** What takes an API key, and no link: a customer's own people send no events and have no keys. */
const FOR_KEYS_ALONE =
  /^(POST \/api\/events|POST \/api\/events\/batch|\w+ \/api\/keys\b.*|POST \/api\/portal-sessions)$/;

test("with another organization's portal link every operation is refused, or knows of nothing", async (t) => {
  const hops = await startThreeHops(t, {}, { REPLAY_INTERVAL: '1h' });
  const { url, database } = hops;
  const operations = operationsOf((await call(`${url}/openapi.json`, 'GET')).json as Json);
  const other = await makeEstate(t, hops);
  const linkOf = async (key: string) => {
    const { json } = await call(`${url}/api/portal-sessions`, 'POST', { key, body: {} });
    return { authorization: `Bearer ${json.token}` };
  };
  const [foreign, own] = [await linkOf((await createTenant(url)).apiKey), await linkOf(other.apiKey)];
  const asks = asksFor(operations, other);
  const before = await readBelongings(database.pool, other);
  let refusals = 0;
  for (const ask of asks) {
    const { name, security } = ask.operation;
    const answer = await sendAsk(url, ask, foreign);
    const isClosed = security.length > 0 && (!security.includes('apiKey') || FOR_KEYS_ALONE.test(name));
    const refusal = isClosed
      ? { refusedWith: [401], mustBeRefused: true }
      : { refusedWith: [403, 404], mustBeRefused: ask.names === 'a thing' };
    assert.deepEqual(expectNothingOf(other, ask, answer, refusal), [], `${ask.what} accepted an event`);
    if (answer.status >= 400) refusals += 1;
  }
  assert.deepEqual(await readBelongings(database.pool, other), before, 'nothing has changed');
  assert.ok(refusals > asks.length / 2, `only ${refusals} of ${asks.length} were refused`);

  // That the same requests are right: with a link of its own each is answered.
  for (const ask of asks) {
    const { name, security } = ask.operation;
    const answer = await sendAsk(url, ask, own);
    const said = `${ask.what} was answered ${answer.status} ${answer.text}`;
    const isOpen = security.length === 0 || (security.includes('apiKey') && !FOR_KEYS_ALONE.test(name));
    if (isOpen && name !== 'POST /api/sessions') assert.ok(answer.status < 300, said);
    else assert.equal(answer.status, 401, said);
  }
});
