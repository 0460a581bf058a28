// The kafkajs adapter is held to the port's contract while its broker and the network fail.
import { after, before, describe } from 'node:test';
import { connectAdmin, createPublisher, createWorker } from '@hopline/kafka/connect';
import { type ProxiedKafka, startProxiedKafka } from '../support/proxied-kafka.ts';
import { ContractBench } from './contract-bench.ts';
import { type FaultFixture, publisherFaultsContract } from './publisher-faults-contract.ts';
import { workerFaultsContract } from './worker-faults-contract.ts';

describe('kafkajs', { concurrency: 1 }, () => {
  const adapter = { createPublisher, createWorker, connectAdmin };
  let proxied: ProxiedKafka;
  let fixture: FaultFixture;

  before(async () => {
    proxied = await startProxiedKafka();
    const { kafka, proxy } = proxied;
    const bench = new ContractBench(adapter, [proxy.address]);
    fixture = { kafka, proxy, bench, direct: new ContractBench(adapter, kafka.brokers) };
  });
  after(async () => {
    await Promise.all([fixture?.bench.close(), fixture?.direct.close()]);
    await proxied?.[Symbol.asyncDispose]();
  });

  publisherFaultsContract(() => fixture);
  workerFaultsContract(() => fixture);
});
