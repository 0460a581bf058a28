// What the README of packages/sdk says of web frameworks, with the packed package. Express and Fastify come from npm, in the
// versions of examples/receivers.
import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { Webhook } from 'standardwebhooks';
import { installNpm } from '../support/made-once.ts';
import { installPacked } from '../support/sdk/packed.ts';
import { readmePrograms, runProgram } from '../support/sdk/readme-programs.ts';
import { until } from '../support/until.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

function signed(id: string, body: string): RequestInit {
  const at = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(SECRET).sign(id, at, body),
  };
  return { method: 'POST', headers, body };
}

const eventOf = (id: string, data: string) =>
  `{"id":"${id}","type":"order.created","timestamp":"2026-03-01T12:00:00.000Z","data":${data}}`;

const programs = readmePrograms('js');

test('every example in JavaScript is one of a framework that is tried here', () => {
  assert.deepEqual([...programs.keys()], ['express.js', 'fastify.js']);
});

for (const framework of ['express', 'fastify']) {
  test(`the example for ${framework} verifies the bytes as they came, and refuses others`, async (t) => {
    const source = join(import.meta.dirname, '../../examples/receivers', framework);
    const installed = await installNpm(`receiver-${framework}`, source);
    const { folder } = await installPacked(t);
    symlinkSync(join(installed, 'node_modules', framework), join(folder, 'node_modules', framework));
    const port = await freePort();
    const name = `${framework}.js`;
    writeFileSync(join(folder, name), String(programs.get(name)).replace('9000', String(port)));
    const program = runProgram(t, folder, name, { WEBHOOK_SECRET: SECRET });
    const url = `http://127.0.0.1:${port}/hooks`;
    await until('it listens', () => {
      if (program.output() !== '') throw new Error(program.output());
      return fetch(url).catch(() => undefined);
    });

    const bodies = ['{"a" : 1.0e2 ,"b":[ ] }', '{"x":12345678901234567890,"x":"ü😀"}'];
    bodies.push(JSON.stringify({ text: 'x'.repeat(255 * 1024) }));
    for (const [n, data] of bodies.entries()) {
      const answer = await fetch(url, signed(`e${n}`, eventOf(`e${n}`, data)));
      assert.equal(answer.status, 204, await answer.text());
    }
    const good = signed('late', eventOf('late', '{}'));
    const refused = await fetch(url, { ...good, body: eventOf('late', '{ }') });
    assert.deepEqual([refused.status, await refused.json()], [400, { error: 'HPL_WEBHOOK_SIGNATURE' }]);
    const unsigned = await fetch(url, { method: 'POST', body: '{}' });
    assert.deepEqual([unsigned.status, await unsigned.json()], [400, { error: 'HPL_WEBHOOK_HEADERS' }]);
    const lines = () => program.output().split('\n').slice(0, -1);
    await until('it has printed all', () => lines().length >= bodies.length);
    assert.deepEqual(
      lines(),
      bodies.map((_, n) => `order.created e${n}`),
    );
  });
}
