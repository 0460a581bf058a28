import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { freePort, portIsFree } from './ports.ts';

const run = promisify(execFile);

test('a port that was handed out is handed out to nobody else as long as the process runs, and a server can have it', async () => {
  const port = await freePort();
  assert.ok(await portIsFree(port));
  const socket = createSocket('udp4').bind(port, '127.0.0.1');
  await once(socket, 'listening');
  socket.close();
  // Another process that draws this very port first, and then any.
  const program = `
    import { freePort } from ${JSON.stringify(new URL('ports.ts', import.meta.url))};
    const { random } = Math;
    const draws = [(${port} - 20_000 + 0.5) / 12_000];
    Math.random = () => draws.shift() ?? random();
    console.log(await freePort(), draws.length);
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
  const [other, left] = stdout.trim().split(' ').map(Number);
  assert.equal(left, 0);
  // Elsewhere than on Linux the random choice alone keeps them apart.
  if (process.platform === 'linux') assert.notEqual(other, port);
});
