import assert from 'node:assert/strict';
import { accessible } from '../axe.ts';
import { clientOf } from '../client.ts';
import type { Walk } from '../walk.ts';

export const administrator: Walk = {
  name: 'the administrator',
  async run({ visits, shops, system, step }) {
    const { page } = await visits.signIn(system.adminToken);

    await step('an organization is made, with its first key', async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Organizations' }).click();
      await page.getByRole('button', { name: 'New organization' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Corner Bakery');
      await dialog.getByRole('button', { name: /Tier/ }).click();
      await page.getByRole('option', { name: 'pro', exact: true }).click();
      await dialog.getByRole('button', { name: 'Make it' }).click();
      const key = await dialog.locator('.notice code').innerText();
      await accessible(page, 'the organization that was made');
      assert.equal((await clientOf(system.url, key).ask('GET', '/api/inbox')).status, 200);
      await dialog.getByRole('button', { name: 'Close' }).click();
    });

    await step('its limit is changed', async () => {
      await page.getByRole('link', { name: 'Corner Bakery' }).click();
      await page.getByLabel('Events a minute').fill('1234');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('status').getByText('The organization is changed').waitFor();
      await page.goBack();
      await page.getByRole('row').filter({ hasText: 'Corner Bakery' }).getByText('1,234').waitFor();
    });

    await step('its keys are seen, and another is made', async () => {
      await page.getByRole('link', { name: 'Corner Bakery' }).click();
      await page.getByRole('main').getByRole('link', { name: /keys/i }).click();
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByRole('dialog').getByLabel('Name').fill('by the administrator');
      await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
      await page.getByRole('dialog').getByText('The key is shown only now').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('cell', { name: 'by the administrator' }).waitFor();
    });

    await step('an organization is looked at, and nothing of it can be changed', async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Organizations' }).click();
      await page.getByRole('link', { name: shops.main.name }).click();
      await page.getByRole('link', { name: 'Look at it' }).click();
      await page.getByText('Accepted / s').waitFor();
      await page.getByRole('navigation').getByRole('link', { name: 'Endpoints' }).click();
      await page.getByRole('link', { name: /\/billing$/ }).click();
      await page.getByRole('heading', { name: 'Endpoint', exact: true, level: 1 }).waitFor();
      assert.equal(await page.getByRole('button', { name: /Pause|Edit|Rotate|Delete/ }).count(), 0);
    });

    await step('all organizations are listed', async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Organizations' }).click();
      for (const { name } of [shops.main, shops.other, shops.fresh])
        await page.getByRole('link', { name }).waitFor();
    });
  },
};
