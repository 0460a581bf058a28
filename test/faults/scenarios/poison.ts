// One percent of each kind of record that can never be stored, among events that can.
import { storeSchemas } from '@hopline/postgres/schemas/store-schemas';
import { schemaFingerprint } from '@hopline/wire/avro-codec';
import { createEventCodec } from '@hopline/wire/event';
import { readSchemaVersions } from '@hopline/wire/schema-files';
import { uuidV7 } from '@hopline/wire/uuid';
import type { Scenario } from '../scenario.ts';
import { NOT_AVRO, type PoisonKind } from '../traffic.ts';

const codec = createEventCodec();
const HEADER_BYTES = 10;
const TOO_LARGE = 301 * 1024;
const RECORDS = 2000;
/** 2^40 as Avro writes a long: how many entries, or bytes, are said to follow. */
const HUGE_COUNT = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x40]);

/** An event's schema with a map at its end, as a registry may hold one of somebody else's making. */
function schemaWithMap(): string {
  const schema = JSON.parse(readSchemaVersions('event').at(-1)?.text ?? '');
  schema.fields.push({ name: 'labels', type: { type: 'map', values: 'string' }, default: {} });
  return JSON.stringify(schema);
}

const withMap = schemaWithMap();
const withMapHeader = Buffer.from(`c301${schemaFingerprint(withMap)}`, 'hex');

const kinds: readonly PoisonKind[] = [
  NOT_AVRO,
  {
    kind: 'cut off',
    reason: 'undecodable',
    make: (good) => ({ value: codec.encode(good).subarray(0, -3) }),
  },
  {
    kind: 'a byte too many',
    reason: 'undecodable',
    make: (good) => ({ value: Buffer.concat([codec.encode(good), Buffer.from([7])]) }),
  },
  {
    kind: 'oversized value',
    reason: 'undecodable',
    // Sound in every other way.
    make: (good) => ({ value: codec.encode({ ...good, body: Buffer.alloc(TOO_LARGE, ' ') }) }),
  },
  {
    kind: 'a length of 2^40',
    reason: 'undecodable',
    make: (good) => ({
      value: Buffer.concat([codec.encode(good).subarray(0, HEADER_BYTES), HUGE_COUNT]),
    }),
  },
  {
    kind: 'map-count bomb',
    reason: 'schema_unknown',
    make: (good) => ({
      value: Buffer.concat([withMapHeader, codec.encode(good).subarray(HEADER_BYTES), HUGE_COUNT]),
    }),
  },
  {
    kind: 'unknown fingerprint',
    reason: 'schema_unknown',
    make: (good, random) => {
      const value = codec.encode(good);
      random.bytes(8).copy(value, 2);
      return { value };
    },
  },
  {
    kind: 'unknown registry id',
    reason: 'schema_unknown',
    make: (good) => ({
      value: Buffer.concat([Buffer.from([0, 0, 0, 0, 42]), codec.encode(good).subarray(HEADER_BYTES)]),
    }),
  },
  { kind: 'no value', reason: 'value_missing', make: () => ({ value: null }) },
  {
    kind: 'an id that is none',
    reason: 'invalid',
    make: (good) => ({ value: codec.encode({ ...good, id: 'nonsense' }) }),
  },
  {
    kind: 'under the key of another organization',
    reason: 'key_mismatch',
    make: (good) => ({ value: codec.encode(good), key: uuidV7() }),
  },
  {
    kind: 'under no key',
    reason: 'key_mismatch',
    make: (good) => ({ value: codec.encode(good), key: null }),
  },
  {
    kind: 'of 1970',
    reason: 'day_out_of_range',
    make: (good) => ({ value: codec.encode({ ...good, accepted_at: 0 }) }),
  },
  {
    // U+0000, which no text of Postgres can hold.
    kind: 'a row that Postgres refuses',
    reason: 'row_refused',
    make: (good) => ({ value: codec.encode({ ...good, dedup_id: `a\0${good.id}` }) }),
  },
  {
    // Headers carry nothing that an event needs.
    kind: 'no headers',
    reason: undefined,
    make: (good) => ({ value: codec.encode(good), withoutHeaders: true }),
  },
];

export const poison: Scenario = {
  name: 'poison',
  about: `1 % each of ${kinds.map(({ kind }) => kind).join(', ')} (the last is no poison: it is stored)`,
  // A row that Postgres refuses costs a dozen transactions to be found.
  rate: 120,
  poison: kinds,
  async prepare({ database }) {
    await storeSchemas(database.pool, [
      { subject: 'event', version: 999, fingerprint: schemaFingerprint(withMap), schema: withMap },
    ]);
  },
  async run(stage) {
    await stage.passed(RECORDS);
    const sent = new Set(stage.ledger.sends.map(({ oddity, outcome }) => outcome === 'accepted' && oddity));
    return kinds.flatMap(({ kind }) => (sent.has(kind) ? [] : [`nothing of this kind was sent: ${kind}`]));
  },
};
