// G5, G9: sockets that never finish a request are closed after a bounded time, and others do not notice them meanwhile.
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { startApiProcess } from '../../support/api-process.ts';
import { measureUntilGood } from '../../support/measure.ts';
import { failuresOf, slowestOfASecond, startSteadyTraffic } from '../../support/steady-traffic.ts';
import { until } from '../../support/until.ts';

const SOCKETS = 500;
/** What a busy machine adds to a few milliseconds. */
const NOISE_MS = 50;

/** What a socket sends at once, and then a bit of every now and then. */
interface Drip {
  readonly head: string;
  readonly drop: string;
}

function drips(apiKey: string): Drip[] {
  const post = `POST /api/events HTTP/1.1\r\nhost: a\r\nx-api-key: ${apiKey}\r\ncontent-type: application/json\r\n`;
  return [
    { head: 'POST /api/events HTTP/1.1\r\nhost: a\r\n', drop: 'x-a: b\r\n' },
    { head: `${post}content-length: 100000\r\n\r\n{"payload":"`, drop: 'x' },
    { head: `${post}transfer-encoding: chunked\r\n\r\n`, drop: '1\r\n \r\n' },
    { head: '', drop: '' },
  ];
}

function openSockets(t: TestContext, port: number, apiKey: string): { open: Set<Socket>; answers: string[] } {
  const open = new Set<Socket>();
  const answers: string[] = [];
  const kinds = drips(apiKey);
  for (let i = 0; i < SOCKETS; i += 1) {
    const { head, drop } = kinds[i % kinds.length] as Drip;
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(head));
    open.add(socket);
    const timer = setInterval(() => socket.write(drop), 400);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      open.delete(socket);
      answers.push(answer);
    });
  }
  t.after(() => {
    for (const socket of open) socket.destroy();
  });
  return { open, answers };
}

test('500 sockets that drip headers or bodies are closed, and good traffic goes on', async (t) => {
  const api = await startApiProcess(t);
  const traffic = startSteadyTraffic(t, api.url, await api.createKey());
  await collect(traffic, 100);
  const measure = async () => {
    const calm = await collect(traffic, 400);
    const { open, answers } = openSockets(t, api.port, await api.createKey());
    await until('every one of them is closed', () => open.size === 0, 60_000);
    const during = traffic.take();

    assert.deepEqual(failuresOf(during), []);
    assert.ok(during.length > 200, `${during.length} good requests were answered`);
    // Whoever began a request is told why it ends; who sent nothing is only closed.
    const told = answers.filter((answer) => answer.includes('HPL_REQUEST_TIMEOUT'));
    assert.ok(told.length >= (SOCKETS * 3) / 4, `${told.length} were told`);
    // The last of many large bodies are refused before they come: only so many of them are read at a time.
    for (const answer of told) assert.match(answer, /^HTTP\/1\.1 (408|429) /);
    const [usual, slowed] = [slowestOfASecond(calm), slowestOfASecond(during)];
    t.diagnostic(`slowest of a second: ${usual} ms before, ${slowed} ms during`);
    return { usual, slowed };
  };
  await measureUntilGood(t, measure, ({ usual, slowed }) =>
    assert.ok(slowed <= 3 * usual + NOISE_MS, `slowest of a second ${slowed} ms, and ${usual} without`),
  );
});

async function collect(traffic: ReturnType<typeof startSteadyTraffic>, count: number) {
  const samples = traffic.take();
  await until('enough good requests', () => samples.push(...traffic.take()) >= count);
  return samples;
}
