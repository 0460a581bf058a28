import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { pagesOf } from '../pages.ts';
import type { Walk, WalkContext } from '../walk.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const look: Walk = {
  name: 'every page: accessible, light and dark, on a narrow screen',
  async run(context) {
    const { shops, system } = context;
    const pages = await pagesOf(shops);
    await lookAt(context, 'administrator', system.adminToken, pages.administrator);
    await lookAt(context, 'key', shops.main.key, pages.key);
    await lookAt(context, 'new organization', shops.fresh.key, ['']);
  },
};

/** Each page opened by its link, as somebody who was sent it does. */
async function lookAt(
  { visits, step }: WalkContext,
  who: string,
  token: string,
  paths: readonly string[],
): Promise<void> {
  const { page } = await visits.signIn(token, '', { colorScheme: 'light' });
  for (const path of paths) {
    await step(`${who}, ${path === '' ? 'overview' : path}`, async () => {
      await page.goto(`/console/${path}`);
      await settle(page);
      await accessible(page, `${path}, light`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await accessible(page, `${path}, dark`);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 390, height: 844 });
      const tooWide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      assert.equal(tooWide, 0, `${path} is ${tooWide} pixels wider than a narrow screen`);
      await page.setViewportSize({ width: 1280, height: 800 });
    });
  }
}

export async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.loading').first().waitFor({ state: 'detached' });
  // Not waitForFunction: what it evaluates again and again the policy of the page would stop.
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

async function accessible(page: Page, where: string): Promise<void> {
  // Not by a script element, which the policy of the page would stop.
  await page.evaluate(AXE);
  const violations = (await page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`,
  )) as string[];
  assert.deepEqual(violations, [], where);
}
