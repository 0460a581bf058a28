import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommand } from '@hopline/dev/run-command';
import { deployFolder, readCompose } from '../support/deploy-files.ts';
import { buildGo } from '../support/made-once.ts';

const loader = await buildGo('compose', join(import.meta.dirname, 'compose'));
const load = (env: readonly string[]) =>
  runCommand('env', [...env, loader, join(deployFolder, 'compose.yaml')]);

test('Compose takes the file, and reads of it what the other tests do', async () => {
  const { code, output } = await load([
    'ADMIN_TOKEN=an-admin-token-of-32-characters-or-more',
    'SECRET_KEYS=first:a-key',
    'POSTGRES_PASSWORD=a-password',
    'GRAFANA_PASSWORD=another',
  ]);
  assert.equal(code, 0, output);
  const { services } = JSON.parse(output) as ReturnType<typeof readCompose>;
  const { services: read } = readCompose();
  assert.deepEqual(Object.keys(services).sort(), Object.keys(read).sort());
  for (const [name, { environment = {} }] of Object.entries(read)) {
    assert.deepEqual(Object.keys(services[name]?.environment ?? {}).sort(), Object.keys(environment).sort());
  }
  assert.equal(
    services.api?.environment?.DATABASE_URL,
    'postgres://hopline:a-password@postgres:5432/hopline',
  );
});

test('without the secrets Compose does not begin', async () => {
  const { code, output } = await load([]);
  assert.equal(code, 1);
  assert.match(output, /required variable ADMIN_TOKEN is missing a value: see deploy\/README\.md/);
});
