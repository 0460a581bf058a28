// A real registry is held to the contract, and an event goes its whole way with it (npm run verify:registry). It is the
// one at TEST_SCHEMA_REGISTRY_URL, else an Apicurio that is fetched and started here.
import { after, before, describe, test } from 'node:test';
import { type Apicurio, startApicurio } from '@hopline/dev/apicurio';
import { checkRegistryHop } from '../../integration/registry-hop.ts';
import { registryContract } from '../registry-contract.ts';

describe('a real schema registry', { concurrency: 1 }, () => {
  let url = process.env.TEST_SCHEMA_REGISTRY_URL ?? '';
  let apicurio: Apicurio | undefined;
  before(async () => {
    if (url === '') apicurio = await startApicurio((line) => console.log(line));
    url ||= apicurio?.url ?? '';
  });
  after(() => apicurio?.close());

  registryContract(() => url);
  test('an event goes its whole way in records that the registry explains', (t) => checkRegistryHop(t, url));
});
