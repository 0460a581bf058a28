import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatApiKey, generateApiKey, parseApiKey } from './api-key.ts';

test('a key is read back into the parts that it was made of, whatever its secret holds', () => {
  for (let i = 0; i < 500; i += 1) {
    const key = generateApiKey();
    assert.match(key.id, /^[0-9A-Za-z]{16}$/);
    assert.equal(Buffer.from(key.secret, 'base64url').length, 32);
    assert.deepEqual(parseApiKey(formatApiKey(key)), key);
  }
  const odd = { id: '0123456789abcdef', secret: `_${'-_'.repeat(21)}` };
  assert.deepEqual(parseApiKey(formatApiKey(odd)), odd);
});

test('what is not exactly a key is none', () => {
  const good = formatApiKey(generateApiKey());
  for (const text of [
    '',
    'hop_',
    good.slice(1),
    `${good}x`,
    good.slice(0, -1),
    `${good}\n`,
    ` ${good}`,
    `${good.slice(0, -1)}=`,
  ]) {
    assert.equal(parseApiKey(text), undefined, text);
  }
});
