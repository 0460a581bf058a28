import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import { accessible } from '../axe.ts';
import { clientOf } from '../client.ts';
import type { Walk } from '../walk.ts';

export const keys: Walk = {
  name: 'keys',
  async run({ visits, shops, system, step }) {
    const { page } = await visits.signIn(shops.main.key, 'keys');
    let [made, successor] = ['', ''];
    const row = page.getByRole('row').filter({ hasText: 'A key of the walk' });

    await step('a key is made with the scopes that are ticked, and shown once', async () => {
      await page.getByRole('button', { name: 'New key' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('A key of the walk');
      await dialog.getByText('read events, deliveries').click();
      await dialog.getByRole('button', { name: 'Make it' }).click();
      await dialog.getByText('The key is shown only now').waitFor();
      await accessible(page, 'the key that was made');
      made = await dialog.locator('.notice code').innerText();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await row.getByText('events:write, read').waitFor();
      assert.equal((await clientOf(system.url, made).ask('GET', '/api/inbox')).status, 200);
      assert.equal((await page.content()).includes(made), false);
    });

    await step('it is rotated: its successor is shown once, and both are good for a while', async () => {
      await row.getByRole('button', { name: /Rotate/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Rotate it' }).click();
      await dialog.getByText('The key is shown only now').waitFor();
      // Also by those who cannot see the page, while the dialog is open.
      await page.getByRole('status').getByText('The key is rotated').waitFor();
      await accessible(page, 'its successor');
      successor = await dialog.locator('.notice code').innerText();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await until('there are two', async () => (await row.count()) === 2);
      assert.equal(await row.filter({ hasText: 'no end' }).count(), 1);
      assert.equal(await row.getByRole('button', { name: /Rotate/ }).count(), 1);
      for (const key of [made, successor])
        assert.equal((await clientOf(system.url, key).ask('GET', '/api/inbox')).status, 200);
    });

    await step('one is revoked, after a question, everywhere; the other one goes on', async () => {
      await row
        .filter({ hasText: 'no end' })
        .getByRole('button', { name: /Revoke/ })
        .click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click();
      await row.getByText('revoked').waitFor();
      await until(
        'the key is refused',
        async () => (await clientOf(system.url, successor).ask('GET', '/api/inbox')).status === 401,
      );
      assert.equal((await clientOf(system.url, made).ask('GET', '/api/inbox')).status, 200);
    });
  },
};
