// The kafkajs adapter is held to the port's contract while its broker and the network fail.
import { after, before, describe } from 'node:test';
import { type Kafka, startKafka } from '@hopline/dev/embedded-kafka';
import { connectAdmin, createPublisher, createWorker } from '@hopline/kafka/connect';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { ContractBench } from './contract-bench.ts';
import { type FaultFixture, publisherFaultsContract } from './publisher-faults-contract.ts';
import { workerFaultsContract } from './worker-faults-contract.ts';

describe('kafkajs', { concurrency: 1 }, () => {
  const adapter = { createPublisher, createWorker, connectAdmin };
  let kafka: Kafka;
  let proxy: FaultProxy;
  let fixture: FaultFixture;

  before(async () => {
    kafka = await startKafka({ listeners: [{ name: 'PROXIED', advertisedPort: 'free' }] });
    const listener = kafka.node.listeners.PROXIED;
    if (!listener) throw new Error('the broker has no proxied listener');
    proxy = await startFaultProxy(listener.advertisedPort, listener.port);
    const bench = new ContractBench(adapter, [proxy.address]);
    fixture = { kafka, proxy, bench, direct: new ContractBench(adapter, kafka.brokers) };
  });
  after(async () => {
    await Promise.all([fixture?.bench.close(), fixture?.direct.close()]);
    await proxy?.close();
    await kafka?.close();
  });

  publisherFaultsContract(() => fixture);
  workerFaultsContract(() => fixture);
});
