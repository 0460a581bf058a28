// The files in schemas/ are what was released: none may change, and every version must read every other one.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { AvroCodec } from './avro-codec.ts';
import { findIncompatibilities } from './schema-compatibility.ts';
import { readAllSchemas, readSchemaVersions, type SchemaFile } from './schema-files.ts';

const folder = new URL('../../../schemas/', import.meta.url);
const files = readAllSchemas();
const subjects = [...new Set(files.map((file) => file.subject))];

test('every version of every schema reads every other one', () => {
  assert.ok(subjects.length >= 2);
  for (const subject of subjects) assert.deepEqual(findIncompatibilities(readSchemaVersions(subject)), []);
});

test('the versions of a schema are counted from 1, without a gap', () => {
  for (const subject of subjects) {
    const versions = readSchemaVersions(subject).map(({ version }) => version);
    assert.deepEqual(
      versions,
      versions.map((_, i) => i + 1),
      subject,
    );
  }
});

test('no version has changed since it was listed in SHA256SUMS, none is missing and none is unlisted', () => {
  const listed = readFileSync(new URL('SHA256SUMS', folder), 'utf8').trim().split('\n');
  const found = files.map(({ subject, version, text }) => {
    return `${createHash('sha256').update(text).digest('hex')}  ${subject}/${version}.avsc`;
  });
  assert.deepEqual(listed.sort(), found.sort());
});

type Field = { name: string; type: unknown; default?: unknown; aliases?: string[] };

const status = (...symbols: string[]) => ({ type: 'enum', name: 'Status', symbols });
const FIRST: Field[] = [
  { name: 'id', type: 'string' },
  { name: 'size', type: 'long' },
  { name: 'note', type: ['null', 'string'], default: null },
  { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
  { name: 'status', type: status('OPEN', 'CLOSED'), default: 'OPEN' },
  { name: 'inner', type: { type: 'record', name: 'Inner', fields: [{ name: 'n', type: 'int' }] } },
];

function version(number: number, fields: readonly Field[]): SchemaFile {
  const text = JSON.stringify({ type: 'record', name: 'Thing', namespace: 'hopline', fields });
  return { subject: 'thing', version: number, text };
}

const first = version(1, FIRST);
/** The first version with some fields replaced, or, for undefined, left out; further ones come last. */
function changed(number: number, changes: Record<string, Partial<Field> | undefined>): SchemaFile {
  const kept = FIRST.filter(({ name }) => !(name in changes) || changes[name] !== undefined);
  const added = Object.keys(changes).filter(
    (name) => changes[name] && !FIRST.some((one) => one.name === name),
  );
  return version(number, [
    ...kept.map((field) => ({ ...field, ...changes[field.name] })),
    ...added.map((name) => ({ name, type: 'string', ...changes[name] })),
  ]);
}

test('a field with a default may come and go, and both sides read the other', () => {
  const second = changed(2, { region: { type: ['null', 'string'], default: null } });
  const third = changed(3, { note: undefined, region: { type: ['null', 'string'], default: null } });
  assert.deepEqual(findIncompatibilities([first, second, third]), []);

  const value = { id: 'a', size: 1, note: 'n', at: 5, status: 'OPEN', inner: { n: 1 } };
  const [older, newer] = [new AvroCodec<object>([first]), new AvroCodec<object>([first, second])];
  older.learn({ kind: 'fingerprint', value: newer.fingerprint }, second.text);
  const plain = (decoded: object) => JSON.parse(JSON.stringify(decoded));
  assert.deepEqual(plain(older.decode(newer.encode({ ...value, region: 'eu' }))), value);
  assert.deepEqual(plain(newer.decode(older.encode(value))), { ...value, region: null });
});

const INCOMPATIBLE: Record<string, { changes: Record<string, Partial<Field> | undefined>; problem: RegExp }> =
  {
    'a field without a default is added': {
      changes: { region: { type: 'string' } },
      problem: /version 2 cannot read thing version 1: no matching field for default-less .*region/,
    },
    'a field without a default is removed': {
      changes: { size: undefined },
      problem: /version 1 cannot read thing version 2: no matching field for default-less .*size/,
    },
    'a type is narrowed': {
      changes: { size: { type: 'int' } },
      problem: /version 2 cannot read thing version 1/,
    },
    'a type is widened, which older readers do not understand': {
      changes: { size: { type: 'double' } },
      problem: /version 1 cannot read thing version 2/,
    },
    'a type becomes another one': {
      changes: { id: { type: 'long' } },
      problem: /version 2 cannot read thing version 1/,
    },
    'a type becomes a union with null': {
      changes: { id: { type: ['null', 'string'] } },
      problem: /version 1 cannot read thing version 2/,
    },
    'a branch of a union is removed': {
      changes: { note: { type: ['null'] } },
      problem: /version 2 cannot read thing version 1/,
    },
    'a symbol is removed from an enum without a default': {
      changes: { status: { type: status('OPEN') } },
      problem: /version 2 cannot read thing version 1/,
    },
    'a symbol is added to an enum without a default': {
      changes: { status: { type: status('OPEN', 'CLOSED', 'LOST') } },
      problem: /version 1 cannot read thing version 2/,
    },
    'a field is renamed without an alias': {
      changes: { size: { name: 'length' } },
      problem: /no matching field for default-less .*length/,
    },
    'a field is renamed with an alias, which older readers do not know': {
      changes: { size: { name: 'length', aliases: ['size'] } },
      problem: /version 1 cannot read thing version 2: no matching field for default-less .*size/,
    },
    'a record within is changed': {
      changes: { inner: { type: { type: 'record', name: 'Inner', fields: [{ name: 'm', type: 'int' }] } } },
      problem: /no matching field for default-less/,
    },
    'a default is changed, which readers would not notice': {
      changes: { note: { type: ['string', 'null'], default: 'none' } },
      problem: /Thing\.note has default null in thing version 1, but default "none" in thing version 2/,
    },
    'a logical type is changed, which readers would not notice': {
      changes: {
        at: { type: { type: 'long', logicalType: 'timestamp-micros' } },
        region: { default: '' },
      },
      problem: /Thing\.at has .*timestamp-millis in thing version 1, but .*timestamp-micros/,
    },
    'nothing changes that a fingerprint would show': {
      changes: { at: { type: { type: 'long', logicalType: 'timestamp-micros' } } },
      problem: /have the same fingerprint/,
    },
    'an array comes in': {
      changes: { tags: { type: { type: 'array', items: 'string' }, default: [] } },
      problem: /not allowed: array/,
    },
  };

for (const [name, { changes, problem }] of Object.entries(INCOMPATIBLE)) {
  test(`incompatible: ${name}`, () => {
    assert.match(findIncompatibilities([first, changed(2, changes)]).join('\n'), problem);
  });
}

test('compatibility is transitive: neighbours that read each other are not enough', () => {
  const without = changed(2, { note: undefined });
  const again = changed(3, { note: { type: 'string', default: '' } });
  assert.deepEqual(findIncompatibilities([first, without]), []);
  assert.deepEqual(findIncompatibilities([without, again]), []);
  assert.match(
    findIncompatibilities([first, without, again]).join('\n'),
    /version 3 cannot read thing version 1/,
  );
});

test('a symbol may come and go where the enum has a default', () => {
  const open = { ...status('OPEN', 'CLOSED'), default: 'OPEN' };
  const one = changed(1, { status: { type: open } });
  const two = changed(2, { status: { type: { ...status('OPEN', 'LOST'), default: 'OPEN' } } });
  assert.deepEqual(findIncompatibilities([one, two]), []);
});
