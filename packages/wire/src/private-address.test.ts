import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrivateAddress } from './private-address.ts';

test('the edges of the private ranges are exact', () => {
  const cases: [string, boolean][] = [
    ['9.255.255.255', false],
    ['11.0.0.0', false],
    ['100.63.255.255', false],
    ['100.128.0.0', false],
    ['172.15.255.255', false],
    ['172.32.0.0', false],
    ['192.0.1.0', false],
    ['192.0.2.255', true],
    ['192.0.3.0', false],
    ['192.88.99.1', true],
    ['192.88.100.0', false],
    ['198.51.99.255', false],
    ['198.51.100.0', true],
    ['198.51.101.0', false],
    ['203.0.112.255', false],
    ['203.0.113.255', true],
    ['203.0.114.0', false],
    ['198.17.255.255', false],
    ['198.20.0.0', false],
    ['223.255.255.255', false],
    ['224.0.0.0', true],
    ['1fff:ffff::1', true],
    ['2000::1', false],
    ['2001:0:1::', true],
    ['2001:1ff::1', true],
    ['2001:200::1', false],
    ['2001:db7:ffff::1', false],
    ['2001:db8::1', true],
    ['2001:db9::1', false],
    ['2003::1', false],
    ['3fff::1', true],
    ['3fff:1000::1', false],
    ['3fff:ffff::1', false],
    ['4000::1', true],
    ['fbff::1', true],
    ['fe7f::1', true],
    ['not an address', true],
  ];
  for (const [ip, expected] of cases) assert.equal(isPrivateAddress(ip), expected, ip);
});

test('an IPv6 address that carries an IPv4 address is private in every form and notation, public ones too', () => {
  for (const ip of [
    '::127.0.0.1',
    '::ffff:8.8.8.8',
    '0:0:0:0:0:FFFF:7F00:1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b:1::a00:1',
    '2001::f0f0:80ff:fffe',
    '2002:7f00:1::',
    '2606:4700::5efe:127.0.0.1',
    '2606:4700:0:0:0200:5EFE:7f00:1',
    '2606:4700:1:2:0:5efe:0a00:0001',
    '2606:4700:1:2:0:5efe:0:0',
    'fe80::5efe:10.0.0.1',
    'fe80::1%eth0',
  ]) {
    assert.equal(isPrivateAddress(ip), true, ip);
  }
  assert.equal(isPrivateAddress('2606:4700::5efe'), false);
  assert.equal(isPrivateAddress('2606:4700::1:5efe:7f00:1'), false);
});
