import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import { clientOf } from '../client.ts';
import type { Walk } from '../walk.ts';

export const keys: Walk = {
  name: 'keys',
  async run({ visits, shops, system, step }) {
    const { page } = await visits.signIn(shops.main.key, 'keys');
    let made = '';
    const row = page.getByRole('row').filter({ hasText: 'A key of the walk' });

    await step('a key is made with the scopes that are ticked, and shown once', async () => {
      await page.getByRole('button', { name: 'New key' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('A key of the walk');
      await dialog.getByText('read events, deliveries').click();
      await dialog.getByRole('button', { name: 'Make it' }).click();
      await dialog.getByText('The key is shown only now').waitFor();
      made = await dialog.locator('.notice code').innerText();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await row.getByText('events:write, read').waitFor();
      assert.equal((await clientOf(system.url, made).ask('GET', '/api/inbox')).status, 200);
      assert.equal((await page.content()).includes(made), false);
    });

    await step('it is revoked, after a question, everywhere', async () => {
      await row.getByRole('button', { name: /Revoke/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click();
      await row.getByText('revoked').waitFor();
      await until(
        'the key is refused',
        async () => (await clientOf(system.url, made).ask('GET', '/api/inbox')).status === 401,
      );
    });
  },
};
