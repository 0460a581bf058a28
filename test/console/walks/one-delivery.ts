import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import type { Walk } from '../walk.ts';

export const oneDelivery: Walk = {
  name: 'one delivery, by hand',
  async run({ visits, shops, step }) {
    const { receiver, main } = shops;
    const { client } = main;
    const endpoint = await client.makeEndpoint({
      ...{ url: `${receiver.url}/parcels`, description: 'Parcels', event_types: ['parcel.*'] },
    });
    await client.json('PATCH', `/api/endpoints/${endpoint.id}`, { paused: true });
    const event = await client.post('parcel.sent', { parcel: 7 });
    const { id } = await until('its delivery waits', async () => {
      const found = await client.list(`/api/deliveries?endpoint_id=${endpoint.id}`, 'deliveries');
      return found[0];
    });
    const { page } = await visits.signIn(main.key, `deliveries/${id}`);
    const facts = page.locator('.facts');
    const posts = () =>
      receiver.received.filter(({ path, webhookId }) => path === '/parcels' && webhookId === event).length;

    await step(
      'what waits for a paused endpoint may be asked for at once, and waits all the same',
      async () => {
        await page.getByRole('button', { name: 'Send now' }).click();
        await page.getByRole('status').getByText('It is on its way again').waitFor();
        await facts.getByText('pending', { exact: true }).waitFor();
      },
    );

    await step('it is cancelled', async () => {
      await page.getByRole('button', { name: 'Cancel' }).click();
      await facts.getByText('cancelled', { exact: true }).first().waitFor();
      assert.equal(posts(), 0);
    });

    await step(
      'its endpoint leads to its deliveries; a replay from there attempts it again, and says how many that were',
      async () => {
        await facts.getByRole('link', { name: /\/parcels$/ }).click();
        await page.getByRole('button', { name: 'Resume' }).click();
        await facts.first().getByText('active', { exact: true }).waitFor();
        await page.getByRole('main').getByRole('link', { name: 'Deliveries' }).click();
        await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
        const listed = page.getByRole('table', { name: 'deliveries' });
        await listed.getByRole('link', { name: 'parcel.sent' }).waitFor();
        assert.equal(await listed.getByText('/billing').count(), 0);
        await page.goBack();
        await page.getByRole('button', { name: 'Replay' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByText('Of this endpoint').waitFor();
        await dialog.getByText(/1 delivery/).waitFor();
        await dialog.getByRole('button', { name: 'Begin' }).click();
        await page.getByRole('heading', { name: 'Replay', exact: true, level: 1 }).waitFor();
        await page.getByText('Gone through: 100%').waitFor();
        await page
          .getByRole('row')
          .filter({ hasText: '/parcels' })
          .getByRole('cell', { name: '1', exact: true })
          .waitFor();
        await until('it arrives', () => posts() > 0);
      },
    );

    await step('it is sent once more, by its own page', async () => {
      await page.goto(`/console/deliveries/${id}`);
      await facts.getByText('succeeded', { exact: true }).waitFor();
      const before = posts();
      await page.getByRole('button', { name: 'Send again' }).click();
      await until('it arrives again', () => posts() > before);
      await page.getByRole('rowheader', { name: '2', exact: true }).waitFor();
    });

    await step('its event is sent again to all that wanted it, after a question', async () => {
      const billing = () =>
        receiver.received.filter(({ path, webhookId }) => path === '/billing' && webhookId === event).length;
      await until('the other endpoint that wanted it has it', () => billing() > 0);
      const [before, beforeOfBilling] = [posts(), billing()];
      await page.goto(`/console/events/${event}`);
      await page.getByRole('button', { name: 'Send again to all' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await until('both have it once more', () => posts() > before && billing() > beforeOfBilling);
    });

    await step('its timeline has what each attempt was answered', async () => {
      const timeline = page.locator('.timeline');
      await until('three attempts and what Billing had', async () => {
        return (await timeline.locator('code').getByText('ok', { exact: true }).count()) >= 4;
      });
    });
    await client.ask('DELETE', `/api/endpoints/${endpoint.id}`);
  },
};
