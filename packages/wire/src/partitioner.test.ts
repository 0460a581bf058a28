import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyHash, murmur2, partitionFor } from './partitioner.ts';

// The vectors of Kafka's own UtilsTest.testMurmur2.
const VECTORS: [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
];

test('murmur2 equals the Java client for its published vectors', () => {
  for (const [text, hash] of VECTORS) assert.equal(murmur2(Buffer.from(text)), hash, text);
  assert.equal(murmur2(Buffer.from([0x61, 0x62, 0x63])), 479470107);
});

test('a key always has the same partition, within range', () => {
  for (const [text, hash] of VECTORS) {
    assert.equal(keyHash(text), hash & 0x7fffffff);
    assert.equal(partitionFor(text, 12), (hash & 0x7fffffff) % 12);
  }
});
