import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import type { Walk } from '../walk.ts';

export const deadLetters: Walk = {
  name: 'dead letters and replays',
  async run({ visits, shops, step }) {
    const { page } = await visits.signIn(shops.main.key, 'dead-letters');
    const { broken, gone, main } = shops;
    const dead = async () =>
      (await main.client.list('/api/deliveries?state=dead&limit=100', 'deliveries')).length;

    await step('the list has what was given up', async () => {
      await page
        .getByRole('table', { name: 'deliveries' })
        .getByText('dead', { exact: true })
        .first()
        .waitFor();
    });

    await step('before they are attempted again the page says how many that are', async () => {
      await page.getByRole('button', { name: 'Attempt all again' }).click();
      const said = page
        .getByRole('dialog')
        .getByRole('status')
        .getByText(/\d+ deliver/);
      await said.waitFor();
      const failed = await main.client.list('/api/deliveries?state=dead&limit=100', 'deliveries');
      assert.equal(Number(/\d+/.exec(await said.innerText())?.[0]), failed.length);
    });

    await step('they are begun, and arrive', async () => {
      broken.delete('/warehouse');
      await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click();
      await page.getByRole('progressbar').waitFor();
      await until('no dead letter is left', async () => (await dead()) === 0);
    });

    await step(
      'it says what it waits for: an endpoint that is disabled, until that is enabled again',
      async () => {
        await page.getByRole('cell', { name: 'the endpoint is disabled' }).waitFor();
        await page.getByRole('link', { name: /old-shop/ }).click();
        gone.delete('/old-shop');
        await page.getByRole('button', { name: 'Enable again' }).click();
        await page.locator('.facts').getByText('active', { exact: true }).waitFor();
        await page.goBack();
        await page.getByText('Gone through: 100%').waitFor();
        await page.locator('.facts').getByText('finished').waitFor();
      },
    );

    await step(
      'of a list of deliveries what it shows is attempted again, and of no other one all at once',
      async () => {
        const query = 'state=cancelled&type=github.push';
        const cancelled = () => main.client.list(`/api/deliveries?${query}&limit=100`, 'deliveries');
        const those = await cancelled();
        assert.ok(those.length > 0, 'nothing was cancelled');
        await page.goto(`/console/deliveries?${query}`);
        await page.getByRole('button', { name: 'Attempt failed again' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByText('Deliveries that are cancelled, of events of github.push.').waitFor();
        const said = dialog.getByRole('status').getByText(/\d+ deliver/);
        await said.waitFor();
        assert.equal(Number(/\d+/.exec(await said.innerText())?.[0]), those.length);
        await dialog.getByRole('button', { name: 'Begin' }).click();
        await page.getByText('Gone through: 100%').waitFor();
        await until('none is cancelled', async () => (await cancelled()).length === 0);
        await page.goto('/console/deliveries?state=succeeded');
        await page.getByText('Many at once are attempted again when they are dead or cancelled.').waitFor();
        assert.equal(await page.getByRole('button', { name: 'Attempt failed again' }).isDisabled(), true);
      },
    );

    await step('a replay that is under way is paused, goes on, and is cancelled', async () => {
      await page.getByRole('link', { name: 'Replays' }).click();
      await page.getByRole('button', { name: 'New replay' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /What/ }).click();
      await page.getByRole('option', { name: /Everything/ }).click();
      await dialog.getByText('Say from when on').waitFor();
      await dialog.getByLabel('From').fill('2026-01-01T00:00');
      await dialog.getByLabel('Deliveries a second at most').fill('1');
      await dialog.getByText(/\d+ deliver/).waitFor();
      await dialog.getByRole('button', { name: 'Begin' }).click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.locator('.facts').getByText('paused').first().waitFor();
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.locator('.facts').getByText('running').waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.locator('.facts').getByText('cancelled').first().waitFor();
    });

    await step('they are in the list of replays', async () => {
      await page.getByRole('link', { name: 'Replays' }).click();
      const list = page.getByRole('table', { name: 'replays' });
      await list.getByText('finished').first().waitFor();
      await list.getByText('cancelled').first().waitFor();
    });
  },
};
