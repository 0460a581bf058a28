// The kafkajs adapter is held to the port's contract on a cluster of three brokers (npm run test:cluster).
import { after, before, describe } from 'node:test';
import { type KafkaCluster, startKafkaCluster } from '@hopline/dev/embedded-kafka';
import { connectAdmin, createPublisher, createWorker } from '@hopline/kafka/connect';
import { type ClusterFixture, clusterContract } from '../cluster-contract.ts';
import { clusterInspectorContract } from '../cluster-inspector-contract.ts';
import { ContractBench } from '../contract-bench.ts';

describe('kafkajs', { concurrency: 1 }, () => {
  let kafka: KafkaCluster;
  let fixture: ClusterFixture;

  before(async () => {
    kafka = await startKafkaCluster();
    const replication = { replicationFactor: 3, minInsyncReplicas: 2 };
    const adapter = { createPublisher, createWorker, connectAdmin };
    fixture = { kafka, bench: new ContractBench(adapter, kafka.brokers, replication) };
  });
  after(async () => {
    await fixture?.bench.close();
    await kafka?.close();
  });

  clusterContract(() => fixture);
  clusterInspectorContract(() => fixture);
});
