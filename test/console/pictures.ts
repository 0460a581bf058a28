// The screenshots of docs/console.md, of what the walks' organizations have.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';
import type { Shop, Shops } from './shops.ts';
import type { Walk, WalkContext } from './walk.ts';
import { settle } from './walks/look.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images', 'console');
const SIZE = { width: 1280, height: 800 };
/** So that the charts have a minute to show. */
const TRAFFIC_MS = 75_000;
const ORDER = {
  order_id: 4711,
  customer: 'c_1832',
  total: '19.90',
  currency: 'EUR',
  lines: [{ sku: 'beans-250', quantity: 2 }],
};

type Scheme = 'light' | 'dark';

export const pictures: Walk = {
  name: 'screenshots',
  async run(context) {
    const { shops, system, step } = context;
    await step('they are written', async () => {
      await mkdir(FOLDER, { recursive: true });
      await take(context, shops.fresh.key, 'light', [['first-steps', '']]);
      const event = await flapping(shops);
      const [delivery] = await shops.main.client.list('/api/deliveries?state=dead', 'deliveries');
      const [endpoint] = await shops.main.client.list('/api/endpoints', 'endpoints');
      const { id: replay } = await shops.main.client.json('POST', '/api/replays', { select: 'failed' });
      const [light, dark] = await Promise.all([overviewOf(context, 'light'), overviewOf(context, 'dark')]);
      await traffic(shops.main);
      await shoot(light, 'overview');
      await shoot(dark, 'overview-dark');
      await take(context, shops.main.key, 'light', [
        ['events', 'events'],
        ['event', `events/${event}`],
        ['delivery', `deliveries/${delivery?.id}`],
        ['endpoint', `endpoints/${endpoint?.id}`],
        ['new-endpoint', 'endpoints/new'],
        ['replay', `replays/${replay}`],
        ['reconcile', 'reconcile'],
      ]);
      await take(context, shops.main.key, 'dark', [
        ['event-dark', `events/${event}`],
        ['dead-letters-dark', 'dead-letters'],
      ]);
      await take(context, system.adminToken, 'light', [
        ['organizations', 'organizations'],
        ['topics', 'topics'],
      ]);
      // It waits for an endpoint that a walk enables, and would take what that walk is about.
      await shops.main.client.json('POST', `/api/replays/${replay}/cancel`);
    });
  },
};

async function overviewOf({ visits, shops }: WalkContext, colorScheme: Scheme): Promise<Page> {
  const { page } = await visits.signIn(shops.main.key, '', { colorScheme, viewport: SIZE });
  return page;
}

async function take(
  { visits }: WalkContext,
  token: string,
  colorScheme: Scheme,
  wanted: readonly (readonly [name: string, path: string])[],
): Promise<void> {
  const { page } = await visits.signIn(token, '', { colorScheme, viewport: SIZE });
  for (const [name, path] of wanted) {
    await page.goto(`/console/${path}`);
    await settle(page);
    await page.waitForLoadState('load');
    await shoot(page, name);
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
}

/** An event whose first attempt failed at one of its endpoints. @returns its id */
async function flapping({ receiver, broken, main: { client } }: Shops): Promise<string> {
  broken.add('/crm');
  await client.makeEndpoint({ url: `${receiver.url}/crm`, description: 'CRM', event_types: ['order.*'] });
  const id = await client.post('order.paid', ORDER);
  await until('an attempt failed', () => receiver.received.some(({ path }) => path === '/crm'));
  broken.delete('/crm');
  await until('another succeeded', () =>
    receiver.received.some(({ path, status }) => path === '/crm' && status === 200),
  );
  return id;
}

/** Some events a second, more and fewer of them. */
async function traffic({ client }: Shop): Promise<void> {
  const end = Date.now() + TRAFFIC_MS;
  for (let turn = 0; Date.now() < end; turn += 1) {
    const many = 4 + Math.round(3 * Math.sin(turn / 8));
    await Promise.all(Array.from({ length: many }, () => client.post('order.created', ORDER)));
    await sleep(400);
  }
}
