// A connection that ends in the moment in which it is handed over is an error of what was to be done with it, and not one
// that nobody hears, which would end the process.
import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer } from 'node:net';
import { test } from 'node:test';
import { createPool } from '@hopline/postgres/pool';
import { inTransaction } from '@hopline/postgres/transaction';
import { createDatabase } from '../support/database.ts';

/** ReadyForQuery, idle: the end of what a server says to begin with (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

/** What a server says before it ends a connection. */
function terminating(): Buffer {
  const fields = Buffer.from(
    'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0',
    'latin1',
  );
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

test('a connection that ends with the bytes that make it ready', async (t) => {
  const { url } = await createDatabase(t);
  const server = new URL(url);
  const port = Number(server.port);
  let ended = 0;
  const proxy = createServer((client) => {
    const upstream = connect(port, server.hostname);
    client.pipe(upstream);
    const drop = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('error', drop).on('close', drop);
    upstream.on('error', drop).on('close', drop);
    upstream.on('data', (chunk: Buffer) => {
      if (ended > 0 || !chunk.subarray(-READY.length).equals(READY)) return client.write(chunk);
      ended += 1;
      client.end(Buffer.concat([chunk, terminating()]));
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => proxy.close());
  server.port = String((proxy.address() as AddressInfo).port);
  const pool = createPool({
    databaseUrl: server.href,
    size: 1,
    applicationName: 'test',
    onIdleError: () => {},
  });
  t.after(() => pool.end());

  await assert.rejects(inTransaction(pool, (client) => client.query('select 1')));
  assert.equal(ended, 1);
  assert.deepEqual((await pool.query('select 1 as one')).rows, [{ one: 1 }]);
});
