import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import type { Walk } from '../walk.ts';

export const endpointLife: Walk = {
  name: 'the life of an endpoint',
  async run({ visits, shops, step }) {
    const { page } = await visits.signIn(shops.main.key, 'endpoints/new');
    const { receiver, broken, main } = shops;
    const url = `${receiver.url}/loyalty`;

    await step('while a filter is written, the page says what it would have got', async () => {
      await page.getByLabel('URL').fill(url);
      await page.getByLabel('Description').fill('Loyalty points');
      await page.getByLabel('Event types').fill('github.star, loyalty.*');
      const preview = page.getByRole('region', { name: 'Preview' });
      await preview.getByText(/of the newest \d+ events? of these types/).waitFor();
      await page.getByRole('button', { name: 'Add a condition' }).click();
      await page.getByLabel('Pointer 1').fill('/action');
      await page.getByLabel('Value').fill('no such action');
      await preview.getByText(/^0 of the newest/).waitFor();
      await page.getByLabel('Value').fill('created');
      await preview.getByText(/^[1-9]\d* of the newest/).waitFor();
      await page.getByRole('button', { name: 'Remove condition 1' }).click();
    });

    await step('it is created, its secret shown once, and a test event sent at once', async () => {
      await page.getByRole('button', { name: 'Create endpoint' }).click();
      await page.getByText('The secret is shown only now').waitFor();
      assert.match(await page.locator('.notice code').first().innerText(), /^whsec_/);
      const result = page.getByRole('region', { name: 'The test event' });
      await result.getByText('succeeded').first().waitFor();
      await result.getByRole('cell', { name: '200 succeeded', exact: true }).waitFor();
      assert.ok(receiver.received.some(({ path }) => path === '/loyalty'));
    });

    await step('it is paused and resumed', async () => {
      await page.getByRole('link', { name: 'Go to the endpoint' }).click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.locator('.facts').getByText('paused').waitFor();
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.locator('.facts').getByText('active').waitFor();
    });

    await step('its secret is rotated; the old one is said to go on for a while', async () => {
      await page.getByRole('button', { name: 'Rotate the secret' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Rotate it' }).click();
      await page.getByText('The secret is shown only now').waitFor();
      await page.getByText(/secret before it signs beside it until .* in (23|24) hours/).waitFor();
    });

    await step('it is edited', async () => {
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByLabel('Description').fill('Loyalty, mended');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.locator('.facts').getByText('Loyalty, mended').waitFor();
      await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    });

    const eventUrl = await (async () => {
      broken.add('/loyalty');
      const id = await main.client.post('loyalty.earned', { points: 12 });
      return `/console/events/${id}`;
    })();

    await step('an attempt that fails and its retry appear without a reload', async () => {
      await page.goto(eventUrl);
      const attempts = page.getByRole('region', { name: /\/loyalty/ });
      await attempts.getByRole('rowheader', { name: '1', exact: true }).waitFor();
      await page.evaluate('window.isSamePage = true');
      await attempts.getByRole('rowheader', { name: '2', exact: true }).waitFor();
      assert.equal(await page.evaluate('window.isSamePage'), true);
    });

    await step('what was mended is sent again by hand', async () => {
      const card = page.getByRole('region', { name: /\/loyalty/ });
      await card.getByText('dead', { exact: true }).waitFor();
      broken.delete('/loyalty');
      await card.getByRole('button', { name: 'Send again' }).click();
      await card.getByText('succeeded', { exact: true }).first().waitFor();
      await until('it arrived', () =>
        receiver.received.some(({ path, status }) => path === '/loyalty' && status === 200),
      );
    });

    await step('it is deleted, after a question', async () => {
      await page.getByRole('link', { name: 'Endpoints' }).click();
      // Until then the event's page stands there, which names it too.
      await page.getByRole('heading', { name: 'Endpoints', level: 1 }).waitFor();
      await page.getByRole('link', { name: url }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
      await page.getByRole('heading', { name: 'Endpoints', level: 1 }).waitFor();
      await page.getByRole('link', { name: url }).waitFor({ state: 'detached' });
    });
  },
};
