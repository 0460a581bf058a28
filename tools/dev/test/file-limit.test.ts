import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { DevError } from '../src/dev-error.ts';
import { startPostgres } from '../src/embedded-postgres.ts';
import { limitFiles } from '../src/file-limit.ts';
import { eventually } from './support/eventually.ts';
import { simpleQuery } from './support/simple-query.ts';

const isLinux = existsSync('/proc/self/limits');

/** A shell that waits for a child of its own. */
async function startFamily(t: TestContext): Promise<{ parent: number; child: number }> {
  const shell = spawn('sh', ['-c', 'sleep 600 & echo $!; wait'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(shell.stdout, 'data');
  const family = { parent: shell.pid ?? 0, child: Number(line) };
  t.after(() => {
    for (const pid of Object.values(family)) process.kill(pid, 'SIGKILL');
  });
  return family;
}

const limitOf = (pid: number) =>
  /^Max file size\s+(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1];

test('a limit is one of a process and of what it has started, and can be lifted; elsewhere it says what it needs', async (t) => {
  const { parent, child } = await startFamily(t);
  if (!isLinux)
    return assert.throws(() => limitFiles(parent, 4096), /prlimit \(util-linux, on Linux alone\)/);
  limitFiles(parent, 4096);
  assert.deepEqual([limitOf(parent), limitOf(child)], ['4096', '4096']);
  limitFiles(parent, undefined);
  assert.deepEqual([limitOf(parent), limitOf(child)], ['unlimited', 'unlimited']);
});

test('a system without prlimit is told what is missing', async (t) => {
  const { parent } = await startFamily(t);
  const withoutPath = ['/usr/bin/env', 'PATH=/nowhere'];
  assert.throws(() => limitFiles(parent, 4096, withoutPath), DevError);
  assert.throws(() => limitFiles(parent, 4096, withoutPath), /a full disk needs prlimit/);
});

test('a process that is gone needs no limit', async () => {
  const child = spawn('true');
  await once(child, 'exit');
  if (isLinux) limitFiles(child.pid ?? 0, 4096);
  else assert.throws(() => limitFiles(process.pid, 4096), DevError);
});

test('a Postgres that cannot write its log gives up, and is back with all it has confirmed when there is space', async () => {
  if (!isLinux) return;
  await using postgres = await startPostgres();
  const { url } = postgres;
  await simpleQuery(url, 'create table kept (n int)');
  await simpleQuery(url, 'insert into kept values (1)');
  postgres.limitFiles(16_384);
  await assert.rejects(simpleQuery(url, 'insert into kept values (2)'));
  await eventually('it gives up', () =>
    postgres.lastLines.some((line) => /PANIC:.*File too large/.test(line)),
  );
  postgres.limitFiles(undefined);
  // Whoever could not recover while there was no space ends, now or a little later, and is to be started.
  await eventually('it is back', async () => {
    await postgres.start();
    return simpleQuery(url, 'insert into kept values (3)').then(
      () => true,
      () => false,
    );
  });
  const [first, ...later] = await simpleQuery(url, 'select n from kept order by n');
  assert.equal(first, '1');
  assert.equal(later.at(-1), '3');
});
