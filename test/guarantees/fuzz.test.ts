// G9: 20,000 bad requests, each bad in its own way, get 4xx each; a neighbour gets 202 for all of its own meanwhile; and
// nothing of them stays in memory.
import assert from 'node:assert/strict';
import { Agent, request as httpRequest } from 'node:http';
import { type TestContext, test } from 'node:test';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { createBadBytes, exchangeBytes } from '../support/bad-bytes.ts';
import { type BadRequest, createBadRequest } from '../support/bad-requests.ts';
import { createRandom, type Random } from '../support/fuzz-random.ts';
import { MEMORY_REPORTS, memoryOf } from '../support/memory-of.ts';
import { failuresOf, startSteadyTraffic } from '../support/steady-traffic.ts';

const REQUESTS = 20_000;
/** Fills caches and compiles code before memory is looked at. */
const WARM_UP = 4000;
const AT_A_TIME = 32;
const MEMORY_FACTOR = 1.15;
/** Where Postgres is held up the api answers 503, which says: once more. A request that brings it about gets it every time. */
const TRIES = 5;

test('20,000 bad requests get 4xx, disturb nobody and leave nothing in memory', async (t) => {
  const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));
  t.diagnostic(`FUZZ_SEED=${seed} repeats it`);
  const random = createRandom(seed);
  // That a busy machine holds the api up is no doing of theirs.
  const api = await startApiProcess(t, { ...MEMORY_REPORTS, MAX_EVENT_LOOP_DELAY: '30s' });
  const traffic = startSteadyTraffic(t, api.url, await api.createKey());
  const key = await api.createKey();
  const bad = (count: number) => sendBad(t, api, key, random, count);

  assert.deepEqual(await bad(WARM_UP), new Map());
  const before = await memoryOf(api.service);
  assert.deepEqual(await bad(REQUESTS), new Map());
  const neighbour = traffic.take();
  const after = await memoryOf(api.service);

  t.diagnostic(
    `memory in use ${before} bytes before, ${after} after; ${neighbour.length} requests of a neighbour`,
  );
  assert.ok(neighbour.length > 100);
  assert.deepEqual(failuresOf(neighbour), []);
  assert.ok(after <= MEMORY_FACTOR * before, `${after} bytes in use, and ${before} before`);
});

/** Sends that many. Gives what should not be: how often each kind got what. */
async function sendBad(
  t: TestContext,
  api: ApiProcess,
  key: string,
  random: Random,
  count: number,
): Promise<Map<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME });
  t.after(() => agent.destroy());
  const wrong = new Map<string, number>();
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const raw = random.below(10) === 0;
      const request = createBadRequest(random, key);
      const bytes = raw ? createBadBytes(random) : undefined;
      const once = () => (bytes ? exchangeBytes(api.port, bytes) : send(agent, api.port, request));
      let outcome = await once();
      for (let tries = 1; outcome === 503 && tries < TRIES; tries += 1) outcome = await once();
      // "Too many" would say nothing of what is wrong with it, and there are not too many.
      if (typeof outcome === 'number' && outcome >= 400 && outcome < 500 && outcome !== 429) continue;
      const what = `${raw ? 'bytes' : request.kind}: ${outcome}`;
      wrong.set(what, (wrong.get(what) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  agent.destroy();
  return wrong;
}

function send(agent: Agent, port: number, bad: BadRequest): Promise<number | string> {
  const { method, path, headers, body } = bad;
  return new Promise((resolve) => {
    const request = httpRequest({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', (error) => resolve(error.message));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      // A server may end a connection that was idle for long at the moment in which a request is sent: whoever keeps connections sends it
      // again (RFC 9112, section 9.3.1).
      const wasIdle = request.reusedSocket && error.code === 'ECONNRESET';
      resolve(wasIdle ? send(new Agent(), port, bad) : error.message);
    });
    request.end(body);
  });
}
