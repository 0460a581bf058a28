import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { availableGuard } from '../src/death-guard.ts';
import { startPostgres } from '../src/embedded-postgres.ts';
import { portIsFree } from '../src/ports.ts';
import { isAlive } from '../src/process-info.ts';
import { eventually } from './support/eventually.ts';
import { holdServer } from './support/hold-server.ts';
import { processesWith } from './support/processes.ts';
import { simpleQuery } from './support/simple-query.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

test('keeps its data over a stop, a kill and a close, on the same port', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'data');
  const postgres = await startPostgres({ dataDirectory });
  t.after(() => postgres.kill());
  const { url, pid } = postgres;
  await simpleQuery(url, 'create table kept (n int)');
  await simpleQuery(url, 'insert into kept values (1)');

  assert.equal(await postgres.stop(), true);
  assert.equal(postgres.pid, undefined);
  assert.equal(await portIsFree(postgres.port), true);
  await postgres.start();
  assert.notEqual(postgres.pid, pid);

  await simpleQuery(url, 'insert into kept values (2)');
  await postgres.kill();
  assert.equal((await postgres.exited).signal, 'SIGKILL');
  await postgres.start();
  assert.deepEqual(await simpleQuery(url, 'select n from kept order by n'), ['1', '2']);
  await postgres.close();

  const again = await startPostgres({ dataDirectory });
  t.after(() => again.kill());
  assert.deepEqual(await simpleQuery(again.url, 'select count(*) from kept'), ['2']);
  await again.close();
});

test('runs for a test: quick settings, and nothing left after close', async () => {
  const postgres = await startPostgres({
    durable: false,
    settings: { max_connections: '17' },
    database: 'my "db"',
  });
  assert.deepEqual(await simpleQuery(`${new URL('/postgres', postgres.url)}`, 'show fsync'), ['off']);
  assert.deepEqual(await simpleQuery(`${new URL('/postgres', postgres.url)}`, 'show max_connections'), [
    '17',
  ]);
  const names = 'select datname from pg_database where not datistemplate order by 1';
  assert.deepEqual(await simpleQuery(`${new URL('/postgres', postgres.url)}`, names), [
    'my "db"',
    'postgres',
  ]);
  const [directory = ''] = await simpleQuery(`${new URL('/postgres', postgres.url)}`, 'show data_directory');
  await postgres.close();
  assert.deepEqual(processesWith(directory), []);
});

for (const guard of new Set([availableGuard(), 'shell'] as const)) {
  test(`dies with the process that started it (guard: ${guard}), and starts again`, async (t) => {
    const directory = await temporaryDirectory(t);
    const dataDirectory = join(directory, 'data');
    // As root it is another user's process, started in another way, if others may enter the directory.
    for (const mode of [0o700, 0o755]) {
      await chmod(directory, mode);
      const { holder } = await holdServer(t, 'postgres', dataDirectory, guard);
      assert.notDeepEqual(processesWith(dataDirectory), []);
      holder.kill('SIGKILL');
      await once(holder, 'exit');
      await eventually('nothing is left', () => processesWith(dataDirectory).length === 0);
    }
    const { holder } = await holdServer(t, 'postgres', dataDirectory, guard);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    // At once, while the old one is still on its way out.
    const postgres = await startPostgres({ dataDirectory, guard });
    t.after(() => postgres.kill());
    assert.deepEqual(await simpleQuery(postgres.url, 'select 1'), ['1']);
    await postgres.close();
    await eventually('nothing is left', () => processesWith(dataDirectory).length === 0);
  });
}

test('ends a server that outlived its supervisor, and takes its data over', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'data');
  const { holder, pid } = await holdServer(t, 'postgres', dataDirectory, 'none');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  assert.equal(isAlive(pid), true);
  const postgres = await startPostgres({ dataDirectory });
  t.after(() => postgres.kill());
  assert.equal(isAlive(pid), false);
  await postgres.close();
});

test('is not kept from starting by a lock file that names a stranger', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'data');
  const postgres = await startPostgres({ dataDirectory });
  t.after(() => postgres.kill());
  const lockFile = join(dataDirectory, 'postmaster.pid');
  const content = await readFile(lockFile, 'utf8');
  await postgres.kill();
  await writeFile(lockFile, content.replace(/^\d+/, String(process.pid)));
  await postgres.start();
  await postgres.close();
});

test('starts where others may enter too, with data made where they may not', async (t) => {
  const directory = await temporaryDirectory(t);
  const dataDirectory = join(directory, 'data');
  const hidden = await startPostgres({ dataDirectory });
  t.after(() => hidden.kill());
  await simpleQuery(hidden.url, 'create table kept (n int)');
  await hidden.close();
  for (const mode of [0o755, 0o700]) {
    await chmod(directory, mode);
    const postgres = await startPostgres({ dataDirectory });
    t.after(() => postgres.kill());
    assert.deepEqual(await simpleQuery(postgres.url, 'select count(*) from kept'), ['0']);
    await postgres.close();
  }
});

test('an abort during the start leaves nothing, and the next start works', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'data');
  for (const ms of [0, 100, 400]) {
    const signal = AbortSignal.timeout(ms);
    const started = startPostgres({ dataDirectory, signal });
    await started.then(
      (postgres) => postgres.close(),
      (error) => assert.equal(error, signal.reason),
    );
    await eventually('nothing is left', () => processesWith(dataDirectory).length === 0);
  }
  const postgres = await startPostgres({ dataDirectory });
  await postgres.close();
});
