// What Hopline expects of a schema registry with the Confluent API. In every run it is held against the server of
// support/schema-registry.ts, by `npm run verify:registry` against Apicurio.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { connectRegistry } from '@hopline/migrate/schema-registry';

type Field = { name: string; type: unknown; default?: unknown };

const record = (...fields: Field[]) =>
  JSON.stringify({ type: 'record', name: 'Thing', namespace: 'hopline', fields });
const ID: Field = { name: 'id', type: 'string' };
const NOTE: Field = { name: 'note', type: ['null', 'string'], default: null };

/** @param url gives the address of a registry that is up */
export function registryContract(url: () => string): void {
  const subjectName = () => `test-${randomBytes(6).toString('hex')}.events.v1-value`;

  async function call(
    path: string,
    init?: RequestInit,
  ): Promise<{ status: number; json: { schema?: string } }> {
    const response = await fetch(`${url()}/${path}`, {
      ...init,
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    });
    return { status: response.status, json: (await response.json()) as { schema?: string } };
  }

  async function newSubject(): Promise<string> {
    const subject = subjectName();
    const body = JSON.stringify({ compatibility: 'FULL_TRANSITIVE' });
    assert.equal((await call(`config/${subject}`, { method: 'PUT', body })).status, 200);
    return subject;
  }

  async function schemaOf(id: number): Promise<unknown> {
    const { status, json } = await call(`schemas/ids/${id}`);
    assert.equal(status, 200);
    return JSON.parse(json.schema ?? '');
  }

  test('a schema gets an id that leads to it, and the same one again', async () => {
    const registry = connectRegistry(new URL(url()));
    const [subject, rung] = [subjectName(), subjectName()];
    const id = await registry.register(subject, record(ID));
    assert.ok(Number.isInteger(id) && id > 0);
    assert.deepEqual(await schemaOf(id), JSON.parse(record(ID)));
    assert.equal(await registry.register(subject, record(ID)), id);
    const other = await registry.register(rung, record(ID));
    assert.deepEqual(await schemaOf(other), JSON.parse(record(ID)));
  });

  test('a further version that is compatible gets another id, and so keeps the one of the first', async () => {
    const registry = connectRegistry(new URL(url()));
    const subject = await newSubject();
    const first = await registry.register(subject, record(ID));
    const second = await registry.register(subject, record(ID, NOTE));
    assert.notEqual(second, first);
    assert.equal(await registry.register(subject, record(ID)), first);
    assert.deepEqual(await schemaOf(second), JSON.parse(record(ID, NOTE)));
  });

  test('a version that is not compatible is refused as such', async () => {
    const registry = connectRegistry(new URL(url()));
    const subject = await newSubject();
    await registry.register(subject, record(ID));
    for (const changed of [record({ ...ID, type: 'long' }), record(ID, { name: 'size', type: 'int' })]) {
      await assert.rejects(registry.register(subject, changed), {
        code: 'HPL_MIGRATE_REGISTRY_INCOMPATIBLE',
        message: new RegExp(subject.replaceAll('.', '\\.')),
      });
    }
  });

  test('what is no schema is refused, and not tried again', async () => {
    const registry = connectRegistry(new URL(url()));
    await assert.rejects(registry.register(subjectName(), '{"type":"nonsense"}'), {
      code: 'HPL_MIGRATE_REGISTRY_REFUSED',
      retryable: false,
    });
  });
}
