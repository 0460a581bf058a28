// packages/sdk knows every operation that an API key may do, with the types that /openapi.json says.
// `UPDATE_DOCS=1 npm test -- test/integration/sdk-api.test.ts` writes its generated file anew.
import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isPassing } from '../../packages/sdk/src/error-codes.ts';
import { CONSOLE_ONLY } from '../support/openapi/console-only.ts';
import { type Json, operationsOf } from '../support/openapi/document.ts';
import { printApi } from '../support/sdk/print-api.ts';
import { call, startApi } from './api-fixture.ts';

const sdk = join(import.meta.dirname, '../../packages/sdk');
const generated = join(sdk, 'src/api/generated.ts');

test('the generated types are those of the description', async (t) => {
  const { url } = await startApi(t);
  const printed = printApi((await call(`${url}/openapi.json`, 'GET')).json as Json);
  if (process.env.UPDATE_DOCS) writeFileSync(generated, printed);
  assert.equal(readFileSync(generated, 'utf8'), printed, 'run it with UPDATE_DOCS=1');
});

test('the client asks for every operation that a key may do', async (t) => {
  const { url } = await startApi(t);
  const printed = printApi((await call(`${url}/openapi.json`, 'GET')).json as Json);
  // A route is an object, a stream its path.
  const operations = [...printed.matchAll(/^ {2}(\w+): (?:\{ method:|'\/)/gm)].map(([, id]) => id ?? '');
  assert.ok(operations.length > 20);
  const sources = globSync('src/**/*.ts', { cwd: sdk })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(sdk, file), 'utf8'))
    .join('\n');
  const asked = new Set([...sources.matchAll(/\.(?:ask|once|follow)\('(\w+)'/g)].map(([, id]) => id));
  assert.deepEqual(
    operations.filter((id) => !asked.has(id)),
    [],
  );
});

test('what no client has is still there, and a key may do it', async (t) => {
  const { url } = await startApi(t);
  const operations = operationsOf((await call(`${url}/openapi.json`, 'GET')).json as Json);
  const ofKeys = operations.filter(({ security }) => security.includes('apiKey')).map(({ name }) => name);
  assert.deepEqual(
    Object.keys(CONSOLE_ONLY).filter((name) => !ofKeys.includes(name)),
    [],
  );
});

test('every refusal of a batch with 429 is one that the client sends again', async (t) => {
  const { url } = await startApi(t);
  const { json } = await call(`${url}/openapi.json`, 'GET');
  const paths = json.paths as Record<string, Record<string, { responses: Record<string, unknown> }>>;
  const answer = JSON.stringify(paths['/api/events/batch']?.post?.responses['429']);
  const codes = [...new Set([...answer.matchAll(/"code":"(HPL_\w+)"/g)].map(([, code]) => code ?? ''))];
  assert.ok(codes.length >= 3, answer);
  assert.deepEqual(
    codes.filter((code) => !isPassing(code)),
    [],
  );
});
