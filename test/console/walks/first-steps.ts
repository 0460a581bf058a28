import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Walk } from '../walk.ts';

const EMPTY = {
  events: 'No event yet',
  endpoints: 'No endpoint yet',
  deliveries: 'No delivery',
  'dead-letters': 'No dead letter',
  replays: 'No replay yet',
  reconcile: 'Nothing came in these hours',
} as const;

export const firstSteps: Walk = {
  name: 'an organization that has just begun',
  async run({ visits, shops, system, step }) {
    const { page } = await visits.signIn(shops.fresh.key);

    await step('every list says why it is empty, or what to do', async () => {
      for (const [path, text] of Object.entries(EMPTY)) {
        await page.goto(`/console/${path}`);
        await page.getByText(text).first().waitFor();
      }
    });

    await step(
      'the first page leads to an endpoint, and has a command to copy that sends an event',
      async () => {
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: system.url });
        await page.goto('/console/');
        await page.getByRole('link', { name: 'New endpoint' }).waitFor();
        await page.getByRole('button', { name: 'Copy the command' }).click();
        await page.getByRole('button', { name: 'Copied' }).waitFor();
        const command = String(await page.evaluate('navigator.clipboard.readText()'));
        const { stdout } = await promisify(execFile)('sh', ['-c', command], {
          env: { ...process.env, HOPLINE_API_KEY: shops.fresh.key },
        });
        assert.match(stdout, /"id":/);
      },
    );

    await step('its event is seen to come, without a reload', async () => {
      await page.getByText('Accepted / s').waitFor();
      await page.getByRole('link', { name: 'Events' }).click();
      await page.getByRole('link', { name: 'order.created' }).waitFor();
    });
  },
};
