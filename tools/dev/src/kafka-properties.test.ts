import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatProperties, kafkaProperties } from './kafka-properties.ts';

const main = { name: 'PLAINTEXT', port: 9092, advertisedPort: 9092 };
const one = {
  nodeId: 1,
  logDirectory: '/data',
  listeners: [main],
  controllerPort: 9093,
  voters: [{ nodeId: 1, controllerPort: 9093 }],
};

test('a single node copies nothing and binds to this machine only', () => {
  const properties = kafkaProperties(one);
  assert.equal(properties['default.replication.factor'], '1');
  assert.equal(properties['min.insync.replicas'], '1');
  assert.equal(properties['auto.create.topics.enable'], 'false');
  assert.equal(properties.listeners, 'PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093');
  assert.equal(properties['controller.quorum.voters'], '1@127.0.0.1:9093');
});

test('three nodes keep three copies, two of them in sync', () => {
  const voters = [1, 2, 3].map((nodeId) => ({ nodeId, controllerPort: 9100 + nodeId }));
  const properties = kafkaProperties({ ...one, voters });
  assert.equal(properties['default.replication.factor'], '3');
  assert.equal(properties['offsets.topic.replication.factor'], '3');
  assert.equal(properties['min.insync.replicas'], '2');
  assert.equal(properties['controller.quorum.voters'], '1@127.0.0.1:9101,2@127.0.0.1:9102,3@127.0.0.1:9103');
});

test('a listener behind a proxy is bound to one port and advertised at another', () => {
  const proxied = { name: 'PROXIED', port: 9094, advertisedPort: 9999 };
  const properties = kafkaProperties({ ...one, listeners: [main, proxied] });
  assert.match(properties.listeners ?? '', /PROXIED:\/\/127\.0\.0\.1:9094/);
  assert.match(properties['advertised.listeners'] ?? '', /PROXIED:\/\/127\.0\.0\.1:9999/);
  assert.match(properties['listener.security.protocol.map'] ?? '', /PROXIED:PLAINTEXT/);
});

test('overrides win', () => {
  assert.equal(kafkaProperties(one, { 'num.io.threads': '9' })['num.io.threads'], '9');
});

test('a properties file escapes what Java would take for something else', () => {
  assert.equal(
    formatProperties({ a: 'b', path: 'C:\\x', line: 'x\ny', blank: ' z' }),
    ['a=b', 'path=C:\\\\x', 'line=x\\ny', 'blank=\\ z', ''].join('\n'),
  );
});
