import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWebhookUrl } from './webhook-url.ts';

const open = { allowPrivate: true };
const closed = { allowPrivate: false };

test('a public https URL may be used, whatever its port, path and query', () => {
  for (const url of [
    'https://example.com',
    'https://example.com:8443/hooks?tenant=1',
    'https://8.8.8.8/hook',
    'https://[2606:4700::1111]/hook',
    'https://bücher.example/',
    'https://localhost.example.com/',
  ]) {
    assert.equal(checkWebhookUrl(url, closed), undefined, url);
    assert.equal(checkWebhookUrl(url, open), undefined, url);
  }
});

test('private hosts are refused in every notation, unless they are allowed', () => {
  for (const host of [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '198.19.0.1',
    '239.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::ffff:8.8.8.8]',
    '[64:ff9b::808:808]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b:1::7f00:1]',
    '[2606:4700::5efe:127.0.0.1]',
    'localhost',
    'LOCALHOST.',
    'db.localhost',
  ]) {
    assert.equal(checkWebhookUrl(`https://${host}/`, closed), 'names a private address', host);
    assert.equal(checkWebhookUrl(`http://${host}/`, open), undefined, host);
  }
});

test('what is no plain web address is refused, also where private ones are allowed', () => {
  for (const url of [
    '',
    'example.com/hook',
    '/hook',
    'ftp://example.com/',
    'javascript:alert(1)',
    'https://user@example.com/',
    'https://user:secret@example.com/',
    'https://example.com/#part',
    'https://example.com/#',
    'https://exam\nple.com/',
    'https://example.com/a b',
    'https://999.1.1.1/',
    `https://example.com/${'x'.repeat(2048)}`,
  ]) {
    assert.equal(typeof checkWebhookUrl(url, open), 'string', url);
  }
  assert.equal(checkWebhookUrl('http://example.com/', closed), 'does not begin with https://');
});

test('only 443 and the ports of ordinary programs may be used, but where private addresses are allowed', () => {
  for (const port of ['0', '22', '25', '80', '442', '444', '1023', '2049', '6000', '6667', '10080']) {
    const url = `https://example.com:${port}/`;
    assert.equal(checkWebhookUrl(url, closed), 'names a port that webhooks may not use', url);
    assert.equal(checkWebhookUrl(url, open), undefined, url);
  }
  for (const port of ['443', '1024', '8080', '8443', '65535']) {
    assert.equal(checkWebhookUrl(`https://example.com:${port}/`, closed), undefined, port);
  }
});
