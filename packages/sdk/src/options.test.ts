import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Hopline } from './hopline.ts';
import { readOptions } from './options.ts';

const apiKey = 'hop_id_secret';

test('a path in front of the API stays, without its slash', () => {
  for (const baseUrl of ['https://x.example/a', 'https://x.example/a/']) {
    assert.equal(readOptions({ apiKey, baseUrl }).connection.baseUrl, 'https://x.example/a');
  }
  assert.equal(readOptions({ apiKey, baseUrl: 'http://x' }).connection.baseUrl, 'http://x');
});

test('a key that the environment does not have is called missing', () => {
  for (const none of ['', undefined as unknown as string]) {
    assert.throws(() => readOptions({ apiKey: none, baseUrl: 'https://x.example' }), /apiKey is missing/);
  }
});

test('what cannot be meant is refused, and the key is not said', () => {
  const good = { apiKey, baseUrl: 'https://x.example' };
  for (const bad of [
    { apiKey: `${apiKey}\n` },
    { baseUrl: 'x.example' },
    { baseUrl: 'ftp://x.example' },
    { baseUrl: 'https://user:hop_id_secret@x.example' },
    { retries: -1 },
    { timeoutMs: 0 },
    { timeoutMs: 2 ** 31 },
  ]) {
    assert.throws(
      () => readOptions({ ...good, ...bad }),
      (error: Error) => error instanceof TypeError && !error.message.includes(apiKey),
      JSON.stringify(bad),
    );
  }
});

test('a client that is printed does not show its key', () => {
  const hopline = new Hopline({ apiKey, baseUrl: 'https://x.example' });
  assert.ok(!inspect(hopline, { depth: 9, showHidden: true }).includes(apiKey));
  assert.ok(!JSON.stringify(hopline).includes(apiKey));
});
