import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Logger } from '@hopline/telemetry/logger';
import { createEventCodec } from '@hopline/wire/event';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import type { Queryable } from '../pool.ts';
import { registryFraming } from './registry-framing.ts';

type Row = { fingerprint: string; registry_id: number };

function setUp(answers: (Row[] | Error)[]) {
  const codecs = [createEventCodec(), createWakeUpCodec()] as const;
  const warned: object[] = [];
  const query = async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return { rows: answer };
  };
  const component = registryFraming({
    db: { query } as unknown as Queryable,
    codecs,
    log: { warn: (fields: object) => warned.push(fields) } as unknown as Logger,
  });
  return { component, codecs, warned };
}

const rows = () => {
  const [events, wakeUps] = [createEventCodec(), createWakeUpCodec()];
  return [
    { fingerprint: wakeUps.fingerprint, registry_id: 2 },
    { fingerprint: events.fingerprint, registry_id: 1 },
  ];
};

test('a Postgres that is away is waited for, then each codec writes the id of its own schema', async () => {
  const { component, codecs, warned } = setUp([new Error('away'), rows()]);
  await component.start();
  assert.equal(warned.length, 1);
  assert.deepEqual(
    codecs.map(({ header }) => header.toString('hex')),
    ['0000000001', '0000000002'],
  );
});

test('a schema that is not registered is named, and no codec is changed', async () => {
  const { component, codecs } = setUp([rows().slice(0, 1)]);
  await assert.rejects(component.start(), {
    code: 'HPL_WIRE_SCHEMA_NOT_REGISTERED',
    message: /not stored: event; run the migrate job/,
  });
  assert.deepEqual(
    codecs.map(({ header }) => header.toString('hex', 0, 2)),
    ['c301', 'c301'],
  );
});

test('a stop ends the waiting', async () => {
  const { component, warned } = setUp([new Error('away')]);
  const started = component.start();
  while (warned.length === 0) await new Promise(setImmediate);
  await component.stop(AbortSignal.timeout(1000));
  await assert.rejects(started, { name: 'AbortError' });
});
