import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import { clientOf } from '../client.ts';
import { signInWith } from '../visits.ts';
import type { Walk } from '../walk.ts';

export const signIn: Walk = {
  name: 'sign in and out',
  async run({ visits, shops, system, step }) {
    const { page } = await visits.open();
    const notice = page.getByRole('alert');

    await step('a wrong key gets a message that helps', async () => {
      await page.goto('/console/');
      await signInWith(page, `${shops.main.key}x`);
      await notice.getByText('not valid').waitFor();
      assert.match(await notice.innerText(), /revoked|expired/);
    });

    await step('a right key leads to where the link was to', async () => {
      await page.goto('/console/events?type=github.push');
      await signInWith(page, shops.main.key);
      await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
      assert.equal(new URL(page.url()).search, '?type=github.push');
      assert.equal(await page.getByLabel('Types').inputValue(), 'github.push');
    });

    await step('no script can read the session, and nothing keeps the key', async () => {
      const cookies = await page.context().cookies();
      assert.equal(cookies.length, 1);
      assert.ok(cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite !== 'None'));
      const kept = await page.evaluate(
        'JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])',
      );
      assert.ok(!String(kept).includes(shops.main.key.slice(-20)), String(kept));
    });

    await step('whoever signs out sees nothing more, not by the back button either', async () => {
      await page.getByRole('link', { name: 'Endpoints' }).click();
      await page.getByRole('heading', { name: 'Endpoints', level: 1 }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('API key or admin token').waitFor();
      await page.goBack();
      await page.getByLabel('API key or admin token').waitFor();
      assert.equal(await page.getByRole('table').count(), 0);
    });

    await step('the same page takes another organization, and shows nothing of the one before', async () => {
      await signInWith(page, shops.other.key);
      await page.getByText('Harbour Books').waitFor();
      await page.getByRole('link', { name: 'Endpoints' }).click();
      await page.getByRole('link', { name: /\/books$/ }).waitFor();
      assert.equal(await page.getByText('/billing').count(), 0);
    });

    await step('whoever signs in in another tab is who this one shows, once it is gone back to', async () => {
      const second = await page.context().newPage();
      await second.goto('/console/');
      await second.getByRole('button', { name: 'Sign out' }).click();
      await signInWith(second, shops.main.key);
      await second.getByText(shops.main.name).waitFor();
      await second.close();
      // As a browser says it; without a screen no tab is in front of another.
      await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
      await page.getByText(shops.main.name).waitFor();
      await page.getByRole('link', { name: /\/billing$/ }).waitFor();
      assert.equal(await page.getByText('/books').count(), 0);
    });

    await step(
      'a key that is revoked ends its session, seen by a list too; another key signs in again',
      async () => {
        const made = await shops.main.client.json('POST', '/api/keys', {
          name: 'for an hour',
          scopes: ['read'],
        });
        const key = String(made.api_key);
        const { page: other } = await visits.signIn(key, 'events');
        await other.getByRole('table', { name: 'events' }).getByRole('link').first().waitFor();
        await shops.main.client.json('DELETE', `/api/keys/${made.id}`);
        const asked = () => clientOf(system.url, key).ask('GET', '/api/inbox');
        await until('the key is refused', async () => (await asked()).status === 401);
        await other.getByRole('button', { name: 'Refresh' }).first().click();
        await other.getByLabel('API key or admin token').waitFor();
        // The browser still has its cookie, and a page that is loaded now knows nothing of it.
        await other.reload();
        await signInWith(other, shops.main.key);
        await other.getByRole('table', { name: 'events' }).getByRole('link').first().waitFor();
      },
    );
  },
};
