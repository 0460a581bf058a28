// The console's types are those of the API. `npm run api-types` writes them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { apiDocument } from '@hopline/api-types/api-document';
import { SCHEMA_FILE, typesOf } from '@hopline/api-types/types-of';

test('services/console/src/api/schema.d.ts is what the api says of itself', async () => {
  assert.equal(readFileSync(SCHEMA_FILE, 'utf8'), await typesOf(await apiDocument()));
});
