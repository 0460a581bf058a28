import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeMetadataResponse, encodeMetadataRequest } from './kafka-probe.ts';

test('a request is a length, Metadata version 1, the client and an empty list of topics', () => {
  const request = encodeMetadataRequest(7);
  assert.equal(request.readInt32BE(0), request.length - 4);
  assert.equal(
    request.toString('hex', 4),
    `000300010000000700${'0b'}${Buffer.from('hopline-dev').toString('hex')}00000000`,
  );
});

test('a response gives the brokers and the controller', () => {
  const text = (value: string) => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
  const int32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
  };
  const noRack = Buffer.from([0xff, 0xff]);
  const broker = (id: number, port: number) => [int32(id), text('127.0.0.1'), int32(port), noRack];
  const bytes = Buffer.concat([
    int32(1),
    int32(2),
    ...broker(1, 9092),
    ...broker(2, 9093),
    int32(2),
    int32(0),
  ]);
  assert.deepEqual(decodeMetadataResponse(bytes), {
    brokers: [
      { id: 1, host: '127.0.0.1', port: 9092 },
      { id: 2, host: '127.0.0.1', port: 9093 },
    ],
    controllerId: 2,
  });
});

test('what is no response throws instead of giving nonsense', () => {
  assert.throws(() => decodeMetadataResponse(Buffer.from('HTTP/1.1 400 Bad Request')), RangeError);
});
