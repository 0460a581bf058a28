import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AvroCodec, schemaFingerprint } from './avro-codec.ts';
import { UndecodableRecordError, UnknownSchemaError } from './errors.ts';
import { createEventCodec, type Event } from './event.ts';
import { avroFingerprint } from './fingerprint.ts';
import { readSchemaVersions } from './schema-files.ts';
import { createWakeUpCodec } from './wake-up.ts';

const event = (body: Buffer): Event => ({
  id: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  organization_id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  type: 'order.created',
  accepted_at: 1_700_000_000_123,
  dedup_id: 'order-1',
  ordering_key: null,
  body,
});

const older = { subject: 'event', version: 1, text: readSchemaVersions('event')[0]?.text ?? '' };

/** The schema with one more field that has a default, as a next version would be. */
function withField(name: string) {
  const schema = JSON.parse(older.text);
  schema.fields.push({ name, type: 'int', default: 7 });
  return { subject: 'event', version: 2, text: JSON.stringify(schema) };
}

test('the fingerprint of "null" is the one that the Avro specification gives', () => {
  assert.equal(avroFingerprint('"null"').readBigUInt64LE().toString(16), '63dd24e7cc258f8a');
});

test('an event comes back as it went in, whatever the bytes of its body', () => {
  const codec = createEventCodec();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60_000 }), (bytes) => {
      const sent = event(Buffer.from(bytes));
      assert.deepEqual({ ...codec.decode(codec.encode(sent)) }, sent);
    }),
    { numRuns: 50 },
  );
});

test('a body larger than the scratch buffer is encoded whole', () => {
  const codec = createEventCodec();
  const sent = event(Buffer.alloc(250_000, 0x61));
  assert.deepEqual({ ...codec.decode(codec.encode(sent)) }, sent);
  assert.deepEqual({ ...codec.decode(codec.encode(event(Buffer.from('{}')))) }, event(Buffer.from('{}')));
});

test('a value begins with C3 01 and the fingerprint of its schema', () => {
  const bytes = createWakeUpCodec().encode({ endpoint_id: 'e', organization_id: 'o', delivery: null });
  const schema = readSchemaVersions('wake-up')[0]?.text ?? '';
  assert.equal(bytes.toString('hex', 0, 10), `c301${schemaFingerprint(schema)}`);
});

test('truncated, trailing and random bytes are undecodable, never another error', () => {
  const codec = createEventCodec();
  const good = codec.encode(event(Buffer.from('{}')));
  const bad = [
    good.subarray(0, good.length - 1),
    Buffer.concat([good, Buffer.from([0])]),
    Buffer.alloc(0),
    Buffer.from('{}'),
  ];
  for (const bytes of bad) assert.throws(() => codec.decode(bytes), UndecodableRecordError);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
      const bytes = Buffer.concat([good.subarray(0, 10), tail]);
      try {
        codec.decode(bytes);
      } catch (error) {
        assert.ok(error instanceof UndecodableRecordError, String(error));
      }
    }),
  );
});

test('a value above the limit is refused before it is decoded', () => {
  const codec = createEventCodec();
  assert.throws(() => codec.decode(codec.encode(event(Buffer.alloc(301 * 1024)))), UndecodableRecordError);
});

test('an unknown schema is told apart from poison and can be learned', () => {
  const newer = new AvroCodec<Event & { added: number }>([older, withField('added')]);
  const reader = createEventCodec();
  const bytes = newer.encode({ ...event(Buffer.from('{}')), added: 1 });
  let unknown: UnknownSchemaError | undefined;
  try {
    reader.decode(bytes);
  } catch (error) {
    if (error instanceof UnknownSchemaError) unknown = error;
  }
  assert.equal(unknown?.schema.value, bytes.toString('hex', 2, 10));
  reader.learn(unknown.schema, withField('added').text);
  assert.equal(reader.decode(bytes).type, 'order.created');
});

test('a newer reader takes what an older release wrote', () => {
  const newer = new AvroCodec<Event & { added: number }>([older, withField('added')]);
  assert.equal(newer.decode(createEventCodec().encode(event(Buffer.from('{}')))).added, 7);
});

test('Confluent framing is read once its registry id is known', () => {
  const codec = createEventCodec();
  const datum = codec.encode(event(Buffer.from('{}'))).subarray(10);
  const framed = Buffer.concat([Buffer.from([0, 0, 0, 0, 9]), datum]);
  assert.throws(() => codec.decode(framed), UnknownSchemaError);
  codec.learn({ kind: 'registry id', value: 9 }, older.text);
  assert.equal(codec.decode(framed).dedup_id, 'order-1');
});

test('with a registry id a value begins with 00 and the id, and both framings are read', () => {
  const [plain, codec] = [createEventCodec(), createEventCodec()];
  codec.writeRegistryId(0x01020304);
  const sent = event(Buffer.from('{}'));
  const framed = codec.encode(sent);
  assert.equal(framed.toString('hex', 0, 5), '0001020304');
  assert.deepEqual(framed.subarray(5), plain.encode(sent).subarray(10));
  for (const bytes of [framed, plain.encode(sent)]) assert.deepEqual({ ...codec.decode(bytes) }, sent);
  assert.equal(codec.unknownSchemaOf(framed), undefined);
  assert.deepEqual(plain.unknownSchemaOf(framed), { kind: 'registry id', value: 0x01020304 });
  const large = event(Buffer.alloc(250_000, 0x61));
  assert.deepEqual({ ...codec.decode(codec.encode(large)) }, large);
});

test('what is cut off in its header is undecodable, in both framings', () => {
  const codec = createEventCodec();
  codec.writeRegistryId(7);
  for (const header of ['', '00', '00000000', 'c3', `c301${codec.fingerprint.slice(2)}`]) {
    assert.throws(() => codec.decode(Buffer.from(header, 'hex')), UndecodableRecordError, header);
  }
});

test('a writer schema with a map or an array is not learned: its block counts would be believed', () => {
  const codec = createEventCodec();
  for (const type of [{ type: 'map', values: 'string' }, ['null', { type: 'array', items: 'null' }]]) {
    const schema = JSON.parse(older.text);
    schema.fields.push({ name: 'labels', type });
    const reference = { kind: 'registry id', value: 12 } as const;
    assert.throws(() => codec.learn(reference, JSON.stringify(schema)), /neither map nor array/);
  }
});

test('an id that no registry could have given is refused', () => {
  const codec = createEventCodec();
  for (const id of [0, -1, 1.5, 2 ** 31, Number.NaN])
    assert.throws(() => codec.writeRegistryId(id), RangeError);
  assert.equal(codec.header.toString('hex'), `c301${codec.fingerprint}`);
});
