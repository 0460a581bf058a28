import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NameServers } from './name-servers.ts';

const failed = (servers: NameServers, name: string, code: string) => servers.failed(name, { code });

test('a name that is not there is an answer, and one that its own servers do not serve blames nobody else', () => {
  const servers = new NameServers();
  for (let i = 0; i < 9; i += 1) {
    assert.equal(failed(servers, `${i}.test`, 'ENOTFOUND'), false);
    assert.equal(failed(servers, 'broken.test', 'ESERVFAIL'), false);
    assert.equal(failed(servers, 'silent.test', 'ETIMEOUT'), false);
  }
});

test('several names in a row without an answer are the fault of who is asked, until there is one', () => {
  const servers = new NameServers();
  const codes = ['ETIMEOUT', 'ESERVFAIL', 'EREFUSED', 'ETIMEOUT'];
  const verdicts = codes.map((code, i) => failed(servers, `${i}.test`, code));
  assert.deepEqual(verdicts, [false, false, true, true]);
  servers.answered();
  assert.equal(failed(servers, '0.test', 'ETIMEOUT'), false);
});

test('nobody listens where names are asked for', () => {
  assert.equal(failed(new NameServers(), 'a.test', 'ECONNREFUSED'), true);
});

test('a name that cannot be asked for tells nothing', () => {
  const servers = new NameServers();
  for (let i = 0; i < 9; i += 1) assert.equal(failed(servers, `${i}..test`, 'EBADNAME'), false);
  assert.equal(servers.failed('a.test', undefined), false);
});
