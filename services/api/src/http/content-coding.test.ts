import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { RequestMalformedError, RequestTooLargeError, UnsupportedEncodingError } from '../errors.ts';
import { codingOf, createInflate } from './content-coding.ts';

const inflate = createInflate();

async function inflated(bytes: Buffer, limit: number): Promise<Buffer> {
  const result = await inflate(bytes, limit);
  assert.ok(result, 'it was refused');
  return result;
}

test('gzip and no coding are taken, by any of their names, and nothing else', () => {
  for (const header of ['gzip', 'GZIP', 'x-gzip', ' gzip ']) assert.equal(codingOf(header), 'gzip');
  for (const header of ['identity', '']) assert.equal(codingOf(header), 'identity');
  for (const header of ['br', 'deflate', 'zstd', 'gzip, gzip', 'gzip, identity', '*']) {
    const refused = codingOf(header);
    assert.ok(refused instanceof UnsupportedEncodingError, header);
    assert.equal(refused.headers['accept-encoding'], 'gzip');
  }
});

test('what was compressed comes back, up to the limit and not a byte more', async () => {
  for (const size of [0, 1, 999, 1000]) {
    const bytes = Buffer.alloc(size, 'ab');
    assert.deepEqual(await inflated(gzipSync(bytes), 1000), bytes);
  }
  await assert.rejects(inflated(gzipSync(Buffer.alloc(1001)), 1000), RequestTooLargeError);
});

test('a bomb is given up when the limit is reached, and not inflated to its end', async () => {
  const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024));
  const before = process.cpuUsage();
  await assert.rejects(inflated(bomb, 256 * 1024), RequestTooLargeError);
  const stopped = process.cpuUsage(before);
  const again = process.cpuUsage();
  await inflated(bomb, 256 * 1024 * 1024);
  const whole = process.cpuUsage(again);
  assert.ok((stopped.user + stopped.system) * 10 < whole.user + whole.system);
});

test('bytes that are not gzip, or a stream that is cut off, are malformed', async () => {
  const whole = gzipSync('{"type":"a"}');
  for (const bytes of [Buffer.alloc(0), Buffer.from('{}'), whole.subarray(0, 5), whole.subarray(0, -4)]) {
    await assert.rejects(inflated(bytes, 1000), RequestMalformedError);
  }
});

test('so many wait for their turn, further ones are told at once, and there is a place again afterwards', async () => {
  const turns = createInflate();
  const bytes = gzipSync(Buffer.alloc(100_000));
  const asked = Array.from({ length: 200 }, () => turns(bytes, 100_000));
  const taken = asked.filter((one) => one !== undefined);
  assert.equal(taken.length, 2 + 128);
  for (const result of await Promise.all(taken)) assert.equal(result.length, 100_000);
  assert.equal((await turns(bytes, 100_000))?.length, 100_000);
});
