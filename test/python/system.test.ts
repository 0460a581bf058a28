// clients/python against a real system, whose api is killed in the middle.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { pythonFolder } from '../support/python/generated.ts';
import { type Python, preparePython, runPytest } from '../support/python/run-python.ts';
import { startReceiver } from '../support/receiver.ts';
import { startSystem, type TestSystem } from '../support/system.ts';
import { until } from '../support/until.ts';
import { startLosingProxy } from './losing-proxy.ts';

const COUNT = 2000;
const python = await preparePython();

test('the Python client on a real system', async (test) => {
  const t = inReverse(test);
  const receiver = await startReceiver(t);
  // None of the webhooks times out because this process, which answers them, was held up: it would come twice.
  const system = await startSystem(t, { WEBHOOK_TIMEOUT: '60s' });
  const key = await createKey(system);
  const env = { HOPLINE_URL: system.url, HOPLINE_API_KEY: key };

  await test.test('its tests, and the examples of its README', async (t) => {
    const { outcomes, output } = await runPytest(python, 'tests/system', env);
    assert.ok(outcomes.size > 30, output);
    for (const [name, outcome] of outcomes) {
      await t.test(name, () => assert.equal(outcome, 'PASSED', output));
    }
  });

  for (const mode of ['sync', 'async'] as const) {
    await test.test(
      `${COUNT} events through the ${mode} sender, the api killed with an answer on its way and started again: nothing lost, nothing doubled`,
      async (t) => {
        const type = `killed.${mode}`;
        const ask = (method: string, path: string, body?: object) =>
          call(system.url, key, method, path, body);
        await ask('POST', '/api/endpoints', { url: `${receiver.url}/${mode}`, event_types: [type] });

        const proxy = await startLosingProxy(t, system.url);
        const through = { ...env, HOPLINE_URL: proxy.url };
        const sending = startSending(t, python, through, [mode, type, String(COUNT)]);
        await until('a quarter has its answer', () => sending.answered() >= COUNT / 4);
        // The batch is durable, and its answer is lost: under other dedup_ids its events would come twice.
        await proxy.loseNext(() => system.service('api').end('SIGKILL'));
        const answered = sending.answered();
        assert.ok(answered < COUNT, `all ${answered} had their answer before the api was killed`);
        await system.killAndRestart('api');
        assert.deepEqual(await sending.ended(), { statuses: { accepted: COUNT }, ids: COUNT });

        // Behind all of them in the organization's partition: once it is stored, so is whatever was sent before.
        const { id } = await ask('POST', '/api/events', { type: 'marker', payload: {} });
        await until('the marker is stored', async () => (await ask('GET', `/api/events/${id}`)).stored_at);
        const { rows } = await system.database.pool.query<{ count: number }>(
          'select count(*)::int as count from events where type = $1',
          [type],
        );
        assert.deepEqual(rows, [{ count: COUNT }]);

        const hooks = () => receiver.received.filter(({ path }) => path === `/${mode}`);
        await until('every event has come', () => hooks().length >= COUNT);
        const numbers = hooks().map(({ body }) => JSON.parse(body.toString('utf8')).data.n as number);
        assert.deepEqual(
          numbers.sort((a, b) => a - b),
          Array.from({ length: COUNT }, (_, n) => n),
        );
      },
    );
  }
});

interface Sending {
  /** How many events have their end. */
  answered(): number;
  /** What it says when it is done. */
  ended(): Promise<unknown>;
}

function startSending(
  t: Cleanup,
  { env }: Python,
  more: Readonly<Record<string, string>>,
  args: readonly string[],
): Sending {
  const program = join(pythonFolder, 'tests/system/send_many.py');
  const child = spawn('python3', [program, ...args], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const closed = once(child, 'close');
  let [answered, last, errors] = [0, '', ''];
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = line;
    if (/^\d+$/.test(line)) answered = Number(line);
  });
  return {
    answered() {
      if (child.exitCode !== null && child.exitCode !== 0) throw new Error(`send_many.py failed: ${errors}`);
      return answered;
    },
    async ended() {
      const [code] = await closed;
      assert.equal(code, 0, errors);
      return JSON.parse(last);
    },
  };
}

/** Of a new organization without a rate limit. */
async function createKey({ url, adminToken }: TestSystem): Promise<string> {
  const made = await call(url, adminToken, 'POST', '/api/keys/generate', {
    organization_name: 'A tenant',
    tier: 'enterprise',
  });
  return String(made.api_key);
}

async function call(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}
