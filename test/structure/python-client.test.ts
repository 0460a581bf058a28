// clients/python against the API's description. What needs Python is tested by `npm run verify:python`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiDocument } from '@hopline/api-types/api-document';
import { operationsOf } from '../support/openapi/document.ts';
import { generatedFiles, LISTS, pythonFolder, STREAMS } from '../support/python/generated.ts';

const source = join(pythonFolder, 'src/hopline');
const document = JSON.parse(await apiDocument());
const read = (name: string) => readFileSync(join(source, name), 'utf8');

test('its types and codes are those of the description (`npm run python` writes them)', async () => {
  for (const [name, text] of generatedFiles(document)) assert.equal(read(name), text, name);
});

/** The parameters of a method, as the API calls them. */
function parametersOf(file: string, method: string): string[] {
  const signature =
    new RegExp(`def ${method}\\(\\s*self(.*?)\\) ->`, 's').exec(read(`_async/${file}`))?.[1] ?? '';
  return [...signature.matchAll(/(\w+):/g)].map(([, name = '']) => name.replace(/_$/, '')).sort();
}

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
    const taken = parametersOf(files[name] ?? '', 'list');
    const asked = operations.find((one) => one.name === name)?.parameters.map((parameter) => parameter.name);
    // Whose keys: for the admin token.
    assert.deepEqual(taken, asked?.filter((one) => one !== 'organization_id').sort(), name);
  }
});

test('its streams take every parameter that the API takes, and how often to try', () => {
  const operations = operationsOf(document);
  for (const [name, file] of Object.entries(STREAMS)) {
    const asked = operations
      .find((one) => one.name === name)
      ?.parameters.map((one) => one.name.replaceAll('-', '_'));
    assert.deepEqual(parametersOf(file, 'stream'), ['retries', ...(asked ?? [])].sort(), name);
  }
});

test('it has a version, which is that of its package', () => {
  const [, version] =
    /^version = "(.+)"$/m.exec(readFileSync(join(pythonFolder, 'pyproject.toml'), 'utf8')) ?? [];
  assert.equal(/VERSION = "(.+)"/.exec(read('version.py'))?.[1], version);
});
