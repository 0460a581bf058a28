import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { sleep } from '@hopline/runtime/wait';
import { createDatabase } from '../support/database.ts';
import { proxiedDatabase } from '../support/database-proxy.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, type Answer, call, createTenant, makeApi, startApi } from './api-fixture.ts';

const EVENT = { type: 'order.created', payload: {} };
// Nothing that was counted leaves the window while a test runs.
const LONG = { RATE_LIMIT_WINDOW: '10m' };

const admin = (url: string, method: string, path: string, body?: unknown) =>
  call(`${url}${path}`, method, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` }, body });

const post = (url: string, key: string) => call(`${url}/api/events`, 'POST', { key, body: EVENT });

async function tenantWithLimit(url: string, rateLimit: number | null) {
  const tenant = await createTenant(url);
  const path = `/api/organizations/${tenant.organizationId}`;
  const answer = await admin(url, 'PATCH', path, { rate_limit: rateLimit });
  assert.equal(answer.status, 200, answer.text);
  return tenant;
}

/** What the RateLimit field says is left. */
const leftOf = ({ headers }: Answer) => Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);

/** Posts one after another until `count` were refused; gives how many were accepted. */
async function acceptedBefore(url: string, key: string, count = 1): Promise<number> {
  let accepted = 0;
  for (let refused = 0; refused < count; ) {
    const { status } = await post(url, key);
    if (status === 202) accepted += 1;
    else refused += 1;
  }
  return accepted;
}

test('an organization may send its limit, and is told what is left and when to come back', async (t) => {
  const { url, lines } = await startApi(t, LONG);
  const { apiKey, organizationId } = await tenantWithLimit(url, 3);
  const answers: Answer[] = [];
  for (let i = 0; i < 5; i += 1) answers.push(await post(url, apiKey));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [202, 202, 202, 429, 429],
  );
  for (const { headers } of answers) assert.equal(headers.get('ratelimit-policy'), '"default";q=3;w=600');
  const left = answers.map(({ headers }) =>
    /^"default";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? ''),
  );
  assert.deepEqual(
    left.map((match) => Number(match?.[1])),
    [2, 1, 0, 0, 0],
  );
  const refused = answers[3];
  assert.equal(refused?.json.code, 'HPL_RATE_LIMITED');
  assert.equal(refused?.headers.get('content-type'), 'application/problem+json; charset=utf-8');
  // All three are of this window, so none leaves before it ends.
  const retryAfter = Number(refused?.headers.get('retry-after'));
  assert.equal(retryAfter, Number(left[3]?.[2]));
  assert.ok(retryAfter > 590 && retryAfter <= 600, String(retryAfter));
  const line = lines.find(({ fields }) => fields.code === 'HPL_RATE_LIMITED');
  assert.equal(line?.fields.org_id, organizationId);
});

test('limits come from the tier unless the organization has its own; enterprise has none; reads are not limited', async (t) => {
  const { url } = await startApi(t, { ...LONG, RATE_LIMIT_FREE: '2', RATE_LIMIT_PRO: '4' });
  const accepted = async (tier: string, rateLimit: number | null) => {
    const { apiKey, organizationId } = await createTenant(url);
    await admin(url, 'PATCH', `/api/organizations/${organizationId}`, { tier, rate_limit: rateLimit });
    const answers: Answer[] = [];
    for (let i = 0; i < 6; i += 1) answers.push(await post(url, apiKey));
    const policies = new Set(answers.map(({ headers }) => headers.get('ratelimit-policy')));
    const read = await call(`${url}/api/endpoints`, 'GET', { key: apiKey });
    assert.equal(read.status, 200);
    return { n: answers.filter(({ status }) => status === 202).length, policy: [...policies].join() };
  };
  assert.deepEqual(await accepted('free', null), { n: 2, policy: '"default";q=2;w=600' });
  assert.deepEqual(await accepted('pro', null), { n: 4, policy: '"default";q=4;w=600' });
  assert.deepEqual(await accepted('pro', 3), { n: 3, policy: '"default";q=3;w=600' });
  assert.deepEqual(await accepted('enterprise', null), { n: 6, policy: '' });
  assert.deepEqual(await accepted('enterprise', 1), { n: 1, policy: '"default";q=1;w=600' });
});

test('what is refused for its body counts, what has no valid key does not', async (t) => {
  const { url } = await startApi(t, LONG);
  const { apiKey } = await tenantWithLimit(url, 2);
  assert.equal((await post(url, `${apiKey}x`)).status, 401);
  const invalid = await call(`${url}/api/events`, 'POST', {
    key: apiKey,
    body: { type: 'a b', payload: {} },
  });
  assert.deepEqual([invalid.status, invalid.headers.get('ratelimit')?.slice(0, 13)], [400, '"default";r=1']);
  assert.equal(await acceptedBefore(url, apiKey), 1);
});

test('two instances share a limit: what one admits, the other does not', async (t) => {
  const [database, topics] = await Promise.all([createDatabase(t), createTopics()]);
  const [a, b] = [makeApi(t, { database, topics }, LONG), makeApi(t, { database, topics }, LONG)];
  await Promise.all([a.service.start(), b.service.start()]);
  const [urlA, urlB] = [a, b].map(({ service }) => `http://127.0.0.1:${service.port()}`) as [string, string];
  const { apiKey, organizationId } = await tenantWithLimit(urlA, 20);

  assert.equal(await acceptedBefore(urlA, apiKey), 20);
  const shared = () =>
    database.pool
      .query<{ n: number }>('select sum(admitted)::int as n from rate_counts where organization_id = $1', [
        organizationId,
      ])
      .then(({ rows }) => rows[0]?.n);
  await until('its counts are in Postgres', async () => (await shared()) === 20);
  // Before it has asked, the other instance may let a few through; then none, and nobody ever more than that.
  const early = await acceptedBefore(urlB, apiKey, 1);
  await until('the other instance knows', async () => {
    const { rows } = await database.pool.query(
      'select 1 from rate_counts where organization_id = $1 group by organization_id having count(distinct instance_id) = 2',
      [organizationId],
    );
    return rows.length === 1;
  });
  // So long as Postgres is late, each has its part of the limit and no more than that.
  let late = 0;
  for (const url of [urlB, urlA]) {
    await until('none is admitted', async () => {
      const admitted = await acceptedBefore(url, apiKey, 5);
      late += admitted;
      return admitted === 0;
    });
  }
  assert.ok(early + late <= 20, `${early}, then ${late}`);
});

test('a changed limit is gone by within a second or so, on every instance', async (t) => {
  const { url } = await startApi(t, LONG);
  const { apiKey, organizationId } = await tenantWithLimit(url, 2);
  assert.equal(await acceptedBefore(url, apiKey), 2);
  await admin(url, 'PATCH', `/api/organizations/${organizationId}`, { rate_limit: 5 });
  await until('the new limit is gone by', async () => (await post(url, apiKey)).status === 202);
  assert.equal(await acceptedBefore(url, apiKey), 2);
});

test('without Postgres every instance has its part of the limit, and they share again when it is back', async (t) => {
  const [{ database, proxy }, topics] = await Promise.all([proxiedDatabase(t), createTopics()]);
  const instances = [0, 1].map(() => makeApi(t, { database, topics }, LONG));
  await Promise.all(instances.map(({ service }) => service.start()));
  const [urlA, urlB] = instances.map(({ service }) => `http://127.0.0.1:${service.port()}`) as [
    string,
    string,
  ];
  const { apiKey } = await tenantWithLimit(urlA, 400);
  const accepted = { [urlA]: 0, [urlB]: 0 };
  const postAndCount = async (url: string) => {
    const answer = await post(url, apiKey);
    if (answer.status === 202) accepted[url] = (accepted[url] ?? 0) + 1;
    return answer;
  };
  const total = () => (accepted[urlA] ?? 0) + (accepted[urlB] ?? 0);
  for (const url of [urlA, urlB, urlA, urlB]) {
    await until('it knows of what the other one admitted', async () => {
      const before = total();
      return leftOf(await postAndCount(url)) < 400 - before;
    });
  }
  proxy.close();
  for (const url of [urlA, urlB]) await postAndCount(url);
  const noted = (message: string) =>
    until(message, () => instances.every(({ lines }) => lines.some((line) => line.message === message)));
  await noted('rate_limit.sharing_lost');
  for (const url of [urlA, urlB]) {
    for (let refused = 0; refused < 3; ) if ((await postAndCount(url)).status === 429) refused += 1;
  }
  assert.deepEqual(accepted, { [urlA]: 200, [urlB]: 200 });

  proxy.open();
  await noted('rate_limit.sharing_resumed');
  // Each may admit a few before it has read what the other one has used.
  for (const url of [urlA, urlB]) {
    await until('it is refused', async () => (await postAndCount(url)).status === 429);
  }
  assert.ok(total() <= 420, String(total()));
});

test('the counts reach Postgres when an instance stops, and without traffic nothing does', async (t) => {
  const { url, service, database } = await startApi(t, LONG);
  const { apiKey } = await tenantWithLimit(url, 100);
  const rows = async () =>
    (await database.pool.query('select admitted::int, updated_at from rate_counts')).rows;
  assert.equal((await post(url, apiKey)).status, 202);
  const [first] = await until('the first count is shared', async () => {
    const found = await rows();
    return found.length > 0 && found;
  });
  await until('the others are looked for once more', async () => {
    const found = await rows();
    return found[0]?.updated_at > first?.updated_at;
  });
  // Once more again when that was late, as on a machine that is busy.
  await until('two rounds could have passed, and none was made', async () => {
    const before = await rows();
    await sleep(1200);
    return isDeepStrictEqual(await rows(), before);
  });
  for (let i = 0; i < 5; i += 1) await post(url, apiKey);
  await service.stop(AbortSignal.timeout(5000));
  assert.deepEqual(
    (await rows()).map(({ admitted }) => admitted),
    [6],
  );
});
