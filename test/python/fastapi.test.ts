// What the README of clients/python says of FastAPI, in the versions of examples/receivers/fastapi.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { Webhook } from 'standardwebhooks';
import { installPython } from '../support/made-once.ts';
import { pythonFolder } from '../support/python/generated.ts';
import { preparePython } from '../support/python/run-python.ts';
import { until } from '../support/until.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const EVENT =
  '{"id":"e1","type":"order.created","timestamp":"2026-03-01T12:00:00.000Z","data":{"a" : 1.0e2 ,"b":[ ]}}';

test('the example for FastAPI verifies the bytes as they came, and refuses others', async (t) => {
  const readme = readFileSync(join(pythonFolder, 'README.md'), 'utf8');
  const [[, program = ''] = [], ...others] = readme.matchAll(/```py\n(# fastapi_app\.py\n.*?)```/gs);
  assert.equal(readme.split('```py\n').length - 1, 1 + others.length, 'an example that is not tried here');
  const folder = mkdtempSync(join(tmpdir(), 'hopline-fastapi-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'fastapi_app.py'), program);

  const requirements = join(pythonFolder, '../../examples/receivers/fastapi/requirements.txt');
  const packages = await installPython('receiver-fastapi', requirements);
  const { env } = await preparePython();
  const port = await freePort();
  const args = ['-m', 'uvicorn', 'fastapi_app:app', '--port', String(port), '--log-level', 'warning'];
  const child = spawn('python3', args, {
    cwd: folder,
    env: { ...env, PYTHONPATH: `${env.PYTHONPATH}:${packages}`, WEBHOOK_SECRET: SECRET },
  });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));

  const url = `http://127.0.0.1:${port}/hooks`;
  await until('it listens', () => {
    if (child.exitCode !== null) throw new Error(output);
    return fetch(url).catch(() => undefined);
  });
  const at = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'e1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(SECRET).sign('e1', at, EVENT),
  };
  const post = async (body: string) => (await fetch(url, { method: 'POST', headers, body })).status;
  assert.equal(await post(EVENT), 204, output);
  assert.equal(await post(JSON.stringify(JSON.parse(EVENT))), 400);
  await until('it has printed the event', () => output.includes('\n'));
  assert.equal(output, 'order.created e1\n');
});
