import assert from 'node:assert/strict';
import { signInWith } from '../visits.ts';
import type { Walk } from '../walk.ts';

export const signIn: Walk = {
  name: 'sign in and out',
  async run({ visits, shops, step }) {
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
  },
};
