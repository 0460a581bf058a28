// The examples as somebody who copies them sees them: formatted as their languages have it, and of one mind.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommand } from '@hopline/dev/run-command';
import { EXAMPLES, examplesFolder } from './examples.ts';

const root = join(examplesFolder, '..', '..');
const read = (...path: string[]) => readFileSync(join(examplesFolder, ...path), 'utf8');

test('Biome, gofmt and go vet have nothing to say', async () => {
  const biome = await runCommand(join(root, 'node_modules/.bin/biome'), [
    ...['ci', '--colors=off', examplesFolder],
  ]);
  assert.equal(biome.code, 0, biome.output);
  const go = join(examplesFolder, 'go');
  assert.deepEqual(await runCommand('gofmt', ['-l', go]), { code: 0, signal: null, output: '' });
  const vet = await runCommand('go', ['vet', '.'], { cwd: go, env: process.env });
  assert.equal(vet.code, 0, vet.output);
});

test('Express and Fastify differ in server.js alone', () => {
  const filesOf = (name: string) => globSync('*.js', { cwd: join(examplesFolder, name) }).sort();
  assert.deepEqual(filesOf('express'), filesOf('fastify'));
  for (const file of filesOf('express').filter((name) => name !== 'server.js'))
    assert.equal(read('express', file), read('fastify', file), file);
});

test('every receiver has the same tables, a README, and what it needs in exact versions', () => {
  const tablesIn = (text: string) =>
    [...text.matchAll(/create table [^;]*;?/g)].map(([table]) => table.replace(/[;`]*$/, '').trim());
  const tables = tablesIn(read('express', 'inbox.js'));
  assert.equal(tables.length, 3);
  for (const [folder, file] of [
    ['fastapi', 'inbox.py'],
    ['go', 'inbox.go'],
  ] as const)
    assert.deepEqual(tablesIn(read(folder, file)), tables, file);
  for (const { name } of EXAMPLES) assert.ok(existsSync(join(examplesFolder, name, 'README.md')), name);
  for (const name of ['express', 'fastify']) {
    for (const version of Object.values<string>(JSON.parse(read(name, 'package.json')).dependencies))
      assert.match(version, /^\d+\.\d+\.\d+$/);
    // Any mirror can serve them.
    assert.doesNotMatch(read(name, 'package-lock.json'), /"resolved"/);
  }
  for (const line of read('fastapi', 'requirements.txt')
    .split('\n')
    .filter((one) => /^[^#]/.test(one)))
    assert.match(line, /^[a-z0-9_-]+==\d+(\.\d+)+$/);
});
