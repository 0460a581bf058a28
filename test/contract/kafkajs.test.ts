// The kafkajs adapter is held to the port's contract, on a real broker.
import { after, before, describe } from 'node:test';
import { connectAdmin, createPublisher, createWorker } from '@hopline/kafka/connect';
import { adminContract } from './admin-contract.ts';
import { ContractBench } from './contract-bench.ts';
import { inspectorContract } from './inspector-contract.ts';
import { publisherContract } from './publisher-contract.ts';
import { workerContract } from './worker-contract.ts';
import { workerGroupContract } from './worker-group-contract.ts';
import { workerHealthContract } from './worker-health-contract.ts';

const brokers = process.env.TEST_KAFKA_BROKERS?.split(',') ?? [];

describe('kafkajs', { concurrency: 1 }, () => {
  const bench = new ContractBench({ createPublisher, createWorker, connectAdmin }, brokers);
  before(() => {
    if (brokers.length === 0)
      throw new Error('TEST_KAFKA_BROKERS is not set: run this by `npm run test:contract`');
  });
  after(() => bench.close());
  publisherContract(bench);
  adminContract(bench);
  inspectorContract(bench);
  workerContract(bench);
  workerGroupContract(bench);
  workerHealthContract(bench);
});
