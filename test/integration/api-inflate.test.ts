// Bodies that are small until they are inflated.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { sendRequest } from '../support/http-request.ts';
import { until } from '../support/until.ts';

const KIB = 1024;

test('small bodies that inflate to large ones take no more memory together than a few of them', async (t) => {
  const api = await startApiProcess(t);
  const [key, neighbour] = [await api.createKey(), await api.createKey()];
  const agent = new Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  const bomb = gzipSync(Buffer.alloc(KIB * KIB + 1));
  assert.ok(bomb.length < 2 * KIB);
  const send = () =>
    sendRequest(
      api.port,
      {
        method: 'POST',
        path: '/api/events/batch',
        headers: [
          ['x-api-key', key],
          ['content-type', 'application/json'],
          ['content-encoding', 'gzip'],
        ],
        body: bomb,
      },
      agent,
    );
  for (let i = 0; i < 50; i += 1) await send();
  const few = peakOf(api);
  const sendMany = async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, send));
    return answers.map((answer) => (answer === 'reset' ? 429 : answer.status));
  };
  const first = sendMany();
  const plain = await fetch(`${api.url}/api/events`, {
    method: 'POST',
    headers: { 'x-api-key': neighbour, 'content-type': 'application/json' },
    body: '{"type":"a","payload":{}}',
  });
  assert.equal(plain.status, 202);
  const statuses = await first;
  // Those for which there was no place were told so. This process may be the slower one, and send no faster than they are answered.
  await until('there is no place for some', async () => {
    if (statuses.includes(429)) return true;
    statuses.push(...(await sendMany()));
    return false;
  });
  const peak = peakOf(api);
  t.diagnostic(`a peak of ${few} KiB with one at a time, of ${peak} with 400`);
  assert.deepEqual(new Set(statuses), new Set([413, 429]));
  assert.ok(peak < 1.4 * few, `a peak of ${peak} KiB, and ${few} before`);
});

/** The most memory that the process ever had, in KiB (proc(5): VmHWM). */
function peakOf({ service }: ApiProcess): number {
  const status = readFileSync(`/proc/${service.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
}
