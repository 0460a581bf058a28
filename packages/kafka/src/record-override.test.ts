import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { BatchContext, RecordReader } from './kafkajs-internals.ts';
import { decodeSimple } from './record-override.ts';
import { WireWriter } from './wire-writer.ts';

// kafkajs's own decoder, loaded by itself.
const require = createRequire(import.meta.url);
const decode = require('kafkajs/src/protocol/recordBatch/record/v0/decoder') as RecordReader['decode'];
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => { readonly buffer: Buffer };

const context: BatchContext = {
  firstOffset: '41',
  firstTimestamp: '1795260000000',
  maxTimestamp: '1795260009999',
  timestampType: 0,
  magicByte: 2,
  isControlBatch: false,
};

interface Content {
  readonly timeDelta?: number;
  readonly offsetDelta?: number;
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly headers?: readonly (readonly [string, Buffer | null])[];
}

function bytesOf(content: Content): Buffer {
  const { timeDelta = 0, offsetDelta = 0, key = Buffer.from('k'), value = Buffer.from('v') } = content;
  const out = new WireWriter(4096);
  const bytes = (given: Buffer | null) => {
    if (given === null) out.varint(-1);
    else out.varint(given.length).raw(given);
  };
  out.int8(0).varint(timeDelta).varint(offsetDelta);
  bytes(key);
  bytes(value);
  out.varint(content.headers?.length ?? 0);
  for (const [name, of] of content.headers ?? []) {
    bytes(Buffer.from(name));
    bytes(of);
  }
  return out.bytes.subarray(0, out.position);
}

const simple: Readonly<Record<string, Content>> = {
  'nothing but a value': { key: null },
  'no value': { value: null },
  'empty key and value': { key: Buffer.alloc(0), value: Buffer.alloc(0) },
  'a later time and offset': { timeDelta: 100_000, offsetDelta: 300 },
  'an earlier time': { timeDelta: -77 },
  headers: {
    headers: [
      ['traceparent', Buffer.from('00-1-2-00')],
      ['é', null],
      ['', Buffer.alloc(200, 7)],
    ],
  },
  'a long value': { value: Buffer.alloc(3000, 1) },
};

for (const [name, content] of Object.entries(simple)) {
  test(`reads as kafkajs does: ${name}`, () => {
    const bytes = bytesOf(content);
    assert.deepEqual(decodeSimple(bytes, context), decode(new Decoder(bytes), context));
  });
}

test("reads the broker's append time as kafkajs does", () => {
  const bytes = bytesOf({ timeDelta: 5 });
  const appended = { ...context, timestampType: 1 };
  assert.equal(decodeSimple(bytes, appended)?.timestamp, '1795260009999');
  assert.deepEqual(decodeSimple(bytes, appended), decode(new Decoder(bytes), appended));
});

const odd: Readonly<Record<string, [Buffer, BatchContext?]>> = {
  'a header that stands twice': [
    bytesOf({
      headers: [
        ['a', Buffer.from('1')],
        ['a', Buffer.from('2')],
      ],
    }),
  ],
  'a header named like a member of every object': [bytesOf({ headers: [['__proto__', Buffer.from('1')]] })],
  'a time that is days away': [bytesOf({ timeDelta: 2 ** 30 })],
  'an offset beyond 2^53': [bytesOf({}), { ...context, firstOffset: '9007199254740993' }],
  'a record that is cut off': [bytesOf({}).subarray(0, 5)],
};

for (const [name, [bytes, its = context]] of Object.entries(odd)) {
  test(`leaves to kafkajs: ${name}`, () => assert.equal(decodeSimple(bytes, its), undefined));
}
