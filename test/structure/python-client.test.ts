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

/** The parameters of an operation, but for the one that says for whom the admin token asks. */
function parametersIn(name: string): string[] {
  const operation = operationsOf(document).find((one) => one.name === name);
  assert.ok(operation, name);
  const names = operation.parameters.map((parameter) => parameter.name.replaceAll('-', '_'));
  return names.filter((one) => one !== 'organization_id');
}

test('its lists take every parameter that the API takes', () => {
  const files: Record<string, string> = {
    'GET /api/inbox': 'events.py',
    'GET /api/endpoints': 'endpoints.py',
    'GET /api/deliveries': 'deliveries.py',
    'GET /api/replays': 'replays.py',
    'GET /api/keys': 'keys.py',
  };
  for (const name of Object.keys(LISTS)) {
    assert.deepEqual(parametersOf(files[name] ?? '', 'list'), parametersIn(name).sort(), name);
  }
});

test('its streams take every parameter that the API takes, and how often to try', () => {
  for (const [name, file] of Object.entries(STREAMS)) {
    assert.deepEqual(parametersOf(file, 'stream'), [...parametersIn(name), 'retries'].sort(), name);
  }
});

test('it has a version, which is that of its package', () => {
  const [, version] =
    /^version = "(.+)"$/m.exec(readFileSync(join(pythonFolder, 'pyproject.toml'), 'utf8')) ?? [];
  assert.equal(/VERSION = "(.+)"/.exec(read('version.py'))?.[1], version);
});
