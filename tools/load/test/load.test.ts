// `npm run load` beside a real `npm start`: what it says is what happened.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LoadResult } from '../src/result.ts';
import { type LoadRun, type RealStart, realStart, startLoad } from './support/real-start.ts';

let system: RealStart;
before(async () => {
  system = await realStart();
});
after(() => system.stop());

async function resultOf(run: LoadRun): Promise<{ code: number | null; result: LoadResult }> {
  const { code, result } = await run.end;
  assert.ok(result, run.said());
  return { code, result };
}

async function call<T>(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<T> {
  const response = await fetch(`${system.ready.baseUrl}${path}`, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return (await response.json()) as T;
}

const asAdmin = () => ({ authorization: `Bearer ${system.ready.adminToken}` });

async function endpointsLeft(apiKey: string): Promise<number> {
  const { endpoints } = await call<{ endpoints: object[] }>('GET', '/api/endpoints', { 'x-api-key': apiKey });
  return endpoints.length;
}

test('with nothing but a number it loads what npm start runs, and follows every event to the end', async () => {
  const { code, result } = await resultOf(system.load('--events', '400', '--organizations', '3'));
  assert.equal(code, 0);
  const { sent, accepted, refused, unknown, delivery, errors, organizations, loop } = result;
  assert.deepEqual(
    { sent, accepted, refused, unknown, errors, organizations, loop },
    { sent: 400, accepted: 400, refused: 0, unknown: 0, errors: {}, organizations: 3, loop: 'closed' },
  );
  assert.deepEqual([delivery?.delivered, delivery?.lost, delivery?.unconfirmed], [400, 0, 0]);
  const counted = result.histogram.reduce((sum, { count }) => sum + count, 0);
  assert.equal(counted, 400);
  // Its organizations stay, as nobody can delete one; their keys are of no use any more.
  const { organizations: all } = await call<{ organizations: { id: string; name: string }[] }>(
    'GET',
    '/api/organizations',
    asAdmin(),
  );
  const made = all.filter(({ name }) => name.startsWith('Load test'));
  assert.equal(made.length, 3);
  for (const { id } of made) {
    const { keys } = await call<{ keys: { revoked_at: string | null }[] }>(
      'GET',
      `/api/keys?organization_id=${id}`,
      asAdmin(),
    );
    const states = keys.map(({ revoked_at: at }) => at !== null);
    assert.deepEqual(states, [true]);
  }
});

test('bursts of batches at a rate: every event has its own number, and a request counts from its own time', async () => {
  const { code, result } = await resultOf(
    system.load('--events', '205', '--rate', '400', '--burst', '40', '--batch', '10', '--organizations', '2'),
  );
  assert.equal(code, 0);
  assert.deepEqual([result.requests, result.accepted, result.loop], [21, 205, 'open']);
  assert.deepEqual([result.delivery?.delivered, result.delivery?.lost], [205, 0]);
  // The last burst is due half a second after the first: an open loop does not send it before.
  assert.ok(result.seconds >= 0.5);
});

test('what was accepted and does not come is lost, and that is the exit code', async (t) => {
  const deliver = system.ready.pids.deliver ?? 0;
  process.kill(deliver, 'SIGSTOP');
  t.after(() => process.kill(deliver, 'SIGCONT'));
  const run = system.load('--events', '20', '--give-up', '1s', '--key', system.ready.apiKey);
  const { code, result } = await resultOf(run);
  assert.equal(code, 1);
  assert.deepEqual([result.accepted, result.delivery?.lost], [20, 20]);
  assert.match(run.said(), /MISSED +lost 0: 20/);
  assert.equal(await endpointsLeft(system.ready.apiKey), 0);
});

test('what is refused is counted by its status and code', async () => {
  const made = await call<{ organization_id: string; api_key: string }>(
    'POST',
    '/api/keys/generate',
    asAdmin(),
    { organization_name: 'Limited' },
  );
  await call('PATCH', `/api/organizations/${made.organization_id}`, asAdmin(), { rate_limit: 30 });
  const run = system.load('--events', '100', '--key', made.api_key, '--no-follow');
  const { code, result } = await resultOf(run);
  assert.equal(code, 0);
  assert.equal(result.delivery, null);
  assert.deepEqual(Object.keys(result.errors), ['429 HPL_RATE_LIMITED']);
  assert.equal(result.accepted + (result.errors['429 HPL_RATE_LIMITED'] ?? 0), 100);
  assert.ok(result.refused > 0);
  const judged = result.assessment.find(({ what }) => what === 'refused or no answer');
  assert.equal(judged?.met, false);
});

test('a request without an answer is given up, and is unknown, not refused', async (t) => {
  const api = system.ready.pids.api ?? 0;
  // It goes on when the first requests are given up: the rest of the run, and its cleaning up, need it.
  const run = system.load(
    '--events',
    '200',
    // So that they are not all sent before it stands still.
    '--rate',
    '40',
    '--timeout',
    '300ms',
    '--key',
    system.ready.apiKey,
  );
  t.after(() => process.kill(api, 'SIGCONT'));
  await until(() => run.said().includes('sending'));
  process.kill(api, 'SIGSTOP');
  await until(() => /refused or unknown/.test(run.said()));
  process.kill(api, 'SIGCONT');
  const { result } = await resultOf(run);
  assert.equal(result.accepted + result.unknown, 200);
  assert.ok((result.errors['no answer: time-out'] ?? 0) > 0);
  assert.equal(result.delivery?.lost, 0);
});

test('Ctrl-C ends it with what it has seen, and it takes away what it has made', async () => {
  const run = system.load('--events', '100000', '--rate', '50', '--key', system.ready.apiKey);
  await until(() => /sent \d/.test(run.said()));
  assert.equal(await endpointsLeft(system.ready.apiKey), 1);
  run.child.kill('SIGINT');
  const { code, result } = await resultOf(run);
  assert.equal(code, 130);
  assert.ok(result.interrupted && result.accepted > 0 && result.sent < 100_000);
  assert.equal(await endpointsLeft(system.ready.apiKey), 0);
});

test('what cannot work is said at once, in a line', async () => {
  const wrongKey = system.load('--key', 'hop_0000000000000000_x');
  assert.equal((await wrongKey.end).code, 1);
  assert.match(wrongKey.said(), /^load: POST \/api\/events answered 401 HPL_AUTH_KEY_REFUSED/m);
  const nobody = startLoad({ PATH: process.env.PATH, HOPLINE_DIRECTORY: '/nowhere' }, []);
  assert.equal((await nobody.end).code, 2);
  assert.match(nobody.said(), /^load: no system runs in this folder: `npm start`/m);
  const elsewhere = system.load('--url', 'http://192.0.2.1', '--key', 'k');
  assert.equal((await elsewhere.end).code, 2);
  assert.match(elsewhere.said(), /give --receiver/);
});

async function until(isSo: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > giveUpAt) throw new Error('waited a minute in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
