import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Logger } from '@hopline/telemetry/logger';
import type { SchemaReference } from '@hopline/wire/errors';
import { SchemaLookUps } from './schema-look-ups.ts';

const KNOWN: SchemaReference = { kind: 'registry id', value: 7 };
const OF_ANOTHER_SUBJECT: SchemaReference = { kind: 'registry id', value: 8 };
const UNKNOWN: SchemaReference = { kind: 'fingerprint', value: '00112233445566ff' };

function setUp(postgres: { away: boolean }) {
  const asked: SchemaReference[] = [];
  const learned: SchemaReference[] = [];
  const warned: object[] = [];
  const look = new SchemaLookUps({
    codec: {
      learn(reference) {
        if (reference === OF_ANOTHER_SUBJECT) throw new Error('cannot be read');
        learned.push(reference);
      },
    },
    async findSchemas(references) {
      asked.push(...references);
      if (postgres.away) throw new Error('Postgres is away');
      return references.filter((one) => one !== UNKNOWN).map((reference) => ({ reference, schema: '{}' }));
    },
    log: { warn: (fields: object) => warned.push(fields) } as unknown as Logger,
  });
  return { look, asked, learned, warned };
}

test('a schema is asked for once while the answer is awaited, and learned', async () => {
  const { look, asked, learned } = setUp({ away: false });
  assert.ok(look.awaits(KNOWN) && look.awaits({ ...KNOWN }));
  await nextTick();
  assert.deepEqual(asked, [KNOWN]);
  assert.deepEqual(learned, [KNOWN]);
});

test('what nobody knows, or is of another subject, is not waited for a second time', async () => {
  const { look, asked, learned } = setUp({ away: false });
  for (const reference of [UNKNOWN, OF_ANOTHER_SUBJECT]) {
    assert.ok(look.awaits(reference));
    await nextTick();
    assert.ok(!look.awaits(reference));
  }
  assert.equal(asked.length, 2);
  assert.deepEqual(learned, []);
});

test('while it cannot be looked up it is waited for, and asked for again', async () => {
  const postgres = { away: true };
  const { look, asked, learned, warned } = setUp(postgres);
  assert.ok(look.awaits(KNOWN));
  await nextTick();
  assert.ok(look.awaits(KNOWN));
  await nextTick();
  assert.equal(warned.length, 2);
  postgres.away = false;
  assert.ok(look.awaits(KNOWN));
  await nextTick();
  assert.deepEqual([asked.length, learned.length], [3, 1]);
});
