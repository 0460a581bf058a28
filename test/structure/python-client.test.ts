// clients/python against the API's description. What needs Python is tested by `npm run verify:python`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiDocument } from '@hopline/api-types/api-document';
import { operationsOf } from '../support/openapi/document.ts';
import { generatedFiles, LISTS, pythonFolder } from '../support/python/generated.ts';

const source = join(pythonFolder, 'src/hopline');
const document = JSON.parse(await apiDocument());
const read = (name: string) => readFileSync(join(source, name), 'utf8');

test('its types and codes are those of the description (`npm run python` writes them)', async () => {
  for (const [name, text] of generatedFiles(document)) assert.equal(read(name), text, name);
});

test('its lists take every parameter that the API takes', async () => {
  const files: Record<string, string> = {
    'GET /api/inbox': 'events.py',
    'GET /api/endpoints': 'endpoints.py',
    'GET /api/deliveries': 'deliveries.py',
    'GET /api/replays': 'replays.py',
    'GET /api/keys': 'keys.py',
  };
  const operations = operationsOf(document);
  for (const name of Object.keys(LISTS)) {
    const [, signature = ''] = /def list\(\s*self(.*?)\) ->/s.exec(read(`_async/${files[name]}`)) ?? [];
    const taken = [...signature.matchAll(/(\w+):/g)].map(([, parameter]) => parameter?.replace(/_$/, ''));
    const asked = operations.find((one) => one.name === name)?.parameters.map((parameter) => parameter.name);
    // Whose keys: for the admin token.
    assert.deepEqual(taken.sort(), asked?.filter((one) => one !== 'organization_id').sort(), name);
  }
});

test('it has a version, which is that of its package', () => {
  const [, version] =
    /^version = "(.+)"$/m.exec(readFileSync(join(pythonFolder, 'pyproject.toml'), 'utf8')) ?? [];
  assert.equal(/VERSION = "(.+)"/.exec(read('version.py'))?.[1], version);
});
