// The README's examples work when they are pasted.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startReceiver } from '../support/receiver.ts';
import { startSystem } from '../support/system.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);

/** The curl commands in the README's shell blocks. */
function curlExamples(): string[] {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1] ?? '');
  return blocks
    .flatMap((block) => block.split(/\n(?=curl )|\n\n/))
    .filter((part) => /^(#.*\n)*curl /.test(part));
}

test('the curl examples answer 2xx, and the events arrive with the bytes that were posted', async (t) => {
  const receiver = await startReceiver(t);
  const system = await startSystem(t);
  const key = await fetch(`${system.url}/api/keys/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${system.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ organization_name: 'README' }),
  });
  const { api_key } = (await key.json()) as { api_key: string };

  const examples = curlExamples();
  assert.equal(examples.length, 4);
  for (const example of examples) {
    const command = example
      .replaceAll('http://127.0.0.1:8080', system.url)
      .replaceAll('http://127.0.0.1:9000', receiver.url)
      .replace('curl ', "curl -w '\\n%{http_code}' ");
    const { stdout } = await run('sh', ['-c', command], {
      env: { PATH: process.env.PATH, API_KEY: api_key },
    });
    const [body, status] = [stdout.slice(0, stdout.lastIndexOf('\n')), stdout.trim().split('\n').at(-1)];
    assert.match(status ?? '', /^20[12]$/, stdout);
    const secret = (JSON.parse(body) as { secret?: string }).secret;
    if (secret) receiver.expectSecret('/hooks', secret);
  }
  for (const data of [
    '"data":{"total": 12345678901234567890}}',
    '"data":{"order": 1}}',
    '"data":{"order": 2}}',
    '"type":"order.refunded"',
  ]) {
    const isIn = () => receiver.received.some(({ body }) => body.includes(data));
    await until(`a webhook with ${data}`, isIn);
  }
  assert.ok(receiver.received.every(({ valid }) => valid));
});
