import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SecretUnreadableError } from '@hopline/wire/errors';
import { errors } from 'undici';
import { classifyError, classifyResponse } from './classify-response.ts';
import {
  NameServersDownError,
  NameUnresolvedError,
  WebhookBlockedError,
  WebhookTimeoutError,
} from './errors.ts';

test('only a 2xx is a success', () => {
  for (const status of [200, 201, 204, 299]) {
    assert.equal(classifyResponse(status, '60', 0).outcome, 'succeeded', String(status));
  }
  for (const status of [300, 302, 304, 400, 404, 408, 410, 425, 429, 500, 503, 599]) {
    assert.equal(classifyResponse(status, undefined, 0).outcome, 'status', String(status));
  }
});

test('a failure carries its Retry-After, a success does not', () => {
  assert.equal(classifyResponse(503, '7', 0).retryAfterMs, 7000);
  assert.equal('retryAfterMs' in classifyResponse(503, 'x', 0), false);
  assert.equal('retryAfterMs' in classifyResponse(200, '7', 0), false);
});

const withCode = (code: string) => Object.assign(new Error('it broke'), { code });

const cases: [name: string, error: unknown, outcome: string][] = [
  ['our own time limit', new WebhookTimeoutError(10), 'timeout'],
  ['a connection that is not made in time', new errors.ConnectTimeoutError(), 'timeout'],
  ['a refused connection', withCode('ECONNREFUSED'), 'connection'],
  ['a reset connection', withCode('ECONNRESET'), 'connection'],
  ['a connection closed by the other side', new errors.SocketError('other side closed'), 'connection'],
  ['an answer that is not HTTP', withCode('HPE_INVALID_CONSTANT'), 'connection'],
  ['a name without an address', new NameUnresolvedError('x', withCode('ENOTFOUND')), 'dns'],
  ['a name that nobody could be asked for', new NameServersDownError('x', withCode('ETIMEOUT')), 'dns'],
  ['a private address', new WebhookBlockedError('private'), 'blocked'],
  ['a secret that does not open', new SecretUnreadableError('its key is missing'), 'unsigned'],
  ['an expired certificate', withCode('CERT_HAS_EXPIRED'), 'tls'],
  ['a self-signed certificate', withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
  ['a certificate for another name', withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
  ['no TLS at all', withCode('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls'],
  ['several addresses that refuse', new AggregateError([withCode('ECONNREFUSED')]), 'connection'],
  ['several addresses that time out', new AggregateError([withCode('ETIMEDOUT')]), 'timeout'],
  ['something that is no error', 'text', 'connection'],
];

for (const [name, error, outcome] of cases) {
  test(`${name} is "${outcome}"`, () => {
    assert.equal(classifyError(error).outcome, outcome);
  });
}

const noPort = (address: string) => Object.assign(withCode('EADDRNOTAVAIL'), { address });
const ownFaults: [name: string, error: unknown, isOurs: boolean][] = [
  ['a secret that does not open', new SecretUnreadableError('its key is missing'), true],
  ['name servers that do not answer', new NameServersDownError('x', withCode('ETIMEOUT')), true],
  ['no file descriptor left', withCode('EMFILE'), true],
  ['no port left', noPort('192.0.2.1'), true],
  ['no port left, at several addresses', new AggregateError([noPort('192.0.2.1')]), true],
  ['a firewall of this machine', withCode('EPERM'), true],
  ['a network that is down', withCode('ENETDOWN'), true],
  ['no IPv6 here for a receiver that has nothing else', noPort('2606:4700::1'), false],
  ['no way to the receiver', withCode('EHOSTUNREACH'), false],
  ['a refused connection', withCode('ECONNREFUSED'), false],
  ['a name without an address', new NameUnresolvedError('x', withCode('ENOTFOUND')), false],
  ['a private address', new WebhookBlockedError('private'), false],
  ['a time-out', new WebhookTimeoutError(10), false],
  ['something that is no error', undefined, false],
];

for (const [name, error, isOurs] of ownFaults) {
  test(`${name} is ${isOurs ? '' : 'not '}our own fault`, () => {
    assert.equal(classifyError(error).ownFault ?? false, isOurs);
  });
}

test('what is shown of a secret that does not open says nothing of the keys', () => {
  const { error } = classifyError(new SecretUnreadableError('the key 2026-a is not in SECRET_KEYS'));
  assert.match(error ?? '', /^not signed/);
  assert.doesNotMatch(error ?? '', /2026-a/);
});

test('what is kept of an error can be stored: no U+0000, no lone surrogate, not too long', () => {
  const { error } = classifyError(new Error(`a\0b\ud800${'c'.repeat(1000)}`));
  assert.ok(error);
  assert.ok(error.startsWith('ab\ufffd'));
  assert.ok(error.length <= 500 && error.isWellFormed());
});
