import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventIdOf } from './event-id.ts';

test('is UUID version 5 as RFC 9562 has it', () => {
  // The example of RFC 9562, appendix A.4: the namespace for DNS names and www.example.com.
  const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
  assert.equal(eventIdOf(dns, 'www.example.com'), '2ed6657d-e927-568b-95e1-2665a8aea6a2');
});
