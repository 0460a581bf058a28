import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible } from '../axe.ts';
import type { Walk } from '../walk.ts';

export const colors: Walk = {
  name: 'light and dark by hand',
  async run({ visits, shops, step }) {
    const { page } = await visits.signIn(shops.main.key, 'endpoints', { colorScheme: 'light' });
    const light = await background(page);

    await step('dark is chosen, and stays when the page is loaded again', async () => {
      await choose(page, 'Dark');
      const dark = await background(page);
      assert.notEqual(dark, light);
      await page.reload();
      await page.getByRole('link', { name: /\/billing$/ }).waitFor();
      assert.equal(await background(page), dark);
      await accessible(page, 'dark by hand');
    });

    await step('light is chosen, whatever the system says', async () => {
      await page.emulateMedia({ colorScheme: 'dark' });
      await choose(page, 'Light');
      assert.equal(await background(page), light);
      await accessible(page, 'light by hand');
    });

    await step('it follows the system again', async () => {
      await choose(page, 'System colours');
      assert.notEqual(await background(page), light);
      await page.emulateMedia({ colorScheme: 'light' });
      assert.equal(await background(page), light);
    });
  },
};

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /Colours$/ }).click();
  await page.getByRole('option', { name, exact: true }).click();
  await page.getByRole('listbox').waitFor({ state: 'detached' });
}

function background(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
}
