import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFromOwnPage } from './own-page.ts';

const HOST = 'hopline.internal:8080';
const PUBLIC = 'https://hopline.example.com';
const ask = (headers: Record<string, string>) => isFromOwnPage({ headers, host: HOST }, PUBLIC);

test('what the browser says of the page counts, and before Origin', () => {
  assert.ok(ask({ 'sec-fetch-site': 'same-origin', origin: 'https://else.example' }));
  assert.ok(ask({ 'sec-fetch-site': 'none' }));
  for (const site of ['same-site', 'cross-site', ''])
    assert.ok(!ask({ 'sec-fetch-site': site, origin: PUBLIC }), site);
});

test('without it the origin is that of the host, or the one that browsers know', () => {
  assert.ok(ask({ origin: `http://${HOST}` }));
  assert.ok(ask({ origin: PUBLIC }));
  assert.ok(ask({}), 'no browser');
  const others = ['null', '', 'http://hopline.internal', 'https://example.com', `${PUBLIC}.attacker.example`];
  for (const origin of others) assert.ok(!ask({ origin }), origin);
});
