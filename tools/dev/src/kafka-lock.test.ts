import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jarFileName, mavenPath, parseKafkaLock, readKafkaLock } from './kafka-lock.ts';

const jar = { id: 'g.h:a-b:1.0', size: 3, sha512: 'a'.repeat(128) };

test('the committed lock is right, sorted and names no host', () => {
  const { version, jars } = readKafkaLock();
  assert.match(version, /^4\.\d+\.\d+$/);
  const ids = jars.map(({ id }) => id);
  assert.deepEqual(ids, ids.toSorted());
  assert.ok(ids.includes(`org.apache.kafka:kafka_2.13:${version}`));
  assert.ok(!JSON.stringify(jars).includes('://'));
});

test('the hash tells one lock from another', () => {
  const one = parseKafkaLock(JSON.stringify({ version: '4.3.1', jars: [jar] }));
  const other = parseKafkaLock(JSON.stringify({ version: '4.3.1', jars: [{ ...jar, size: 4 }] }));
  assert.notEqual(one.hash, other.hash);
});

test('an entry that is wrong is refused', () => {
  for (const wrong of [{ ...jar, id: '../x' }, { ...jar, size: 1.5 }, { ...jar, sha512: 'abc' }, {}]) {
    assert.throws(() => parseKafkaLock(JSON.stringify({ version: '4.3.1', jars: [wrong] })), /wrong entry/);
  }
  assert.throws(() => parseKafkaLock('{}'), /no version/);
});

test("a jar's file name and its place in Maven's cache follow from its coordinates", () => {
  assert.equal(jarFileName(jar.id), 'a-b-1.0.jar');
  assert.equal(mavenPath(jar.id), 'g/h/a-b/1.0/a-b-1.0.jar');
});
