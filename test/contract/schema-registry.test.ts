// The server that stands for a registry in tests is held to the contract that Apicurio is held to.
import { after, before, describe } from 'node:test';
import { startRegistry, type TestRegistry } from '../support/schema-registry.ts';
import { registryContract } from './registry-contract.ts';

describe('the registry of the tests', () => {
  let registry: TestRegistry;
  const ends: (() => unknown)[] = [];
  before(async () => {
    registry = await startRegistry({ after: (end) => ends.push(end) });
  });
  after(async () => {
    for (const end of ends) await end();
  });
  registryContract(() => registry.url);
});
