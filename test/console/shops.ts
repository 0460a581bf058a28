// The organizations of the walks: one with something of everything, a second one, and one that has just begun.
import { createOrganization } from '@hopline/demo/client';
import { DemoLedger } from '@hopline/demo/ledger';
import { demoEvents } from '@hopline/demo/payloads';
import { postAll } from '@hopline/demo/post-all';
import type { Cleanup } from '../support/cleanup.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import type { TestSystem } from '../support/system.ts';
import { until } from '../support/until.ts';
import { type Client, clientOf } from './client.ts';

export interface Shop {
  readonly id: string;
  readonly name: string;
  /** A key of all scopes. */
  readonly key: string;
  readonly client: Client;
}

export interface Shops {
  readonly receiver: Receiver;
  /** Paths of the receiver that answer 500 at the moment. */
  readonly broken: Set<string>;
  /** Those that say that they are gone. */
  readonly gone: Set<string>;
  readonly main: Shop;
  readonly other: Shop;
  readonly fresh: Shop;
}

/** What the endpoint of the dead letters wants: so few that they are all given up soon. */
const FAILING_TYPES = ['github.release', 'github.deployment'];
const RATE = 80;

/** Opens the shops; a part of what the demo sends to the first one is given up when this ends. */
export async function openShops(t: Cleanup, system: TestSystem): Promise<Shops> {
  const broken = new Set(['/warehouse']);
  const gone = new Set(['/old-shop']);
  const receiver = await startReceiver(t, ({ path }) => {
    if (gone.has(path)) return 410;
    return broken.has(path) ? 500 : 200;
  });
  const [main, other, fresh] = await Promise.all(
    (['Northwind Coffee', 'Harbour Books', 'Fresh Start'] as const).map((name) => openShop(system, name)),
  );
  if (!main || !other || !fresh) throw new Error('a shop is missing');
  const at = (path: string) => `${receiver.url}${path}`;
  const billing = await main.client.makeEndpoint({
    ...{ url: at('/billing'), description: 'Billing', event_types: ['*'] },
  });
  const few = { description: 'The warehouse', event_types: FAILING_TYPES, retry_schedule: ['2s'] };
  await main.client.makeEndpoint({ url: at('/warehouse'), ...few });
  await main.client.makeEndpoint({
    ...{ url: at('/old-shop'), description: 'The shop before', event_types: ['github.push'] },
  });
  await other.client.makeEndpoint({ url: at('/books'), description: 'Orders', event_types: ['*'] });
  await send(system, [main, other]);
  const dead = async () => (await main.client.list('/api/deliveries?state=dead', 'deliveries')).length;
  await until('some deliveries are given up', async () => (await dead()) >= 5);
  // It has nothing to do, and takes nothing from the walks: there is a page of it.
  await main.client.json('POST', `/api/endpoints/${billing.id}/replay`, { select: 'failed' });
  return { receiver, broken, gone, main, other, fresh };
}

async function openShop({ url, adminToken }: TestSystem, name: string): Promise<Shop> {
  const { id, apiKey } = await createOrganization(url, adminToken, name);
  return { id, name, key: apiKey, client: clientOf(url, apiKey) };
}

async function send({ url }: TestSystem, shops: readonly Shop[]): Promise<void> {
  const ledger = new DemoLedger();
  const organizations = shops.map(({ id, key }) => ({ id, apiKey: key }));
  const events = demoEvents();
  await postAll({ url, run: 'walk', events, organizations, rate: RATE, ledger, onProgress() {} });
}
