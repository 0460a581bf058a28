import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../../support/until.ts';
import { accessible } from '../axe.ts';
import { pagesOf } from '../pages.ts';
import type { Walk, WalkContext } from '../walk.ts';

/** Who looks at pages. */
interface Viewer {
  readonly who: string;
  readonly page: Page;
  /** What the path of each page begins with. */
  readonly base: string;
  /** Whether they are looked at in dark and on a narrow screen, too. */
  readonly isThorough: boolean;
}

export const look: Walk = {
  name: 'every page: accessible, light and dark, on a narrow screen',
  async run(context) {
    const { visits, shops, system, step } = context;
    const pages = await pagesOf(shops);
    await step('sign-in', async () => {
      const { page } = await visits.open({ colorScheme: 'light' });
      await page.goto('/console/');
      await page.getByLabel('API key or admin token').waitFor();
      await lookAround(page, 'sign-in');
    });
    const signIn = async (who: string, token: string, isThorough: boolean): Promise<Viewer> => {
      const { page } = await visits.signIn(token, '', { colorScheme: 'light' });
      return { who, page, base: '/console/', isThorough };
    };
    await lookAt(context, await signIn('administrator', system.adminToken, true), pages.administrator);
    await lookAt(context, await signIn('key', shops.main.key, true), pages.key);
    await lookAt(context, await signIn('new organization', shops.fresh.key, true), ['']);
    const reader = await shops.main.client.makeKey('a reader of every page', ['read']);
    await lookAt(context, await signIn('key that may only read', reader, false), pages.key);
    const { url } = await shops.main.client.json('POST', '/api/portal-sessions', {});
    const { page } = await visits.open({ colorScheme: 'light' });
    await page.goto(String(url));
    await settle(page);
    const portal = { who: 'portal', page, base: '/console/portal/', isThorough: false };
    await lookAt(context, portal, pages.key);
  },
};

/** Each page opened by its link, as somebody who was sent it does. */
async function lookAt({ step }: WalkContext, viewer: Viewer, paths: readonly string[]): Promise<void> {
  const { who, page, base, isThorough } = viewer;
  for (const path of paths) {
    await step(`${who}, ${path === '' ? 'overview' : path}`, async () => {
      await page.goto(`${base}${path}`);
      await settle(page);
      if (isThorough) {
        const views = page.getByRole('navigation', { name: 'Views' });
        assert.equal(
          await views.locator('[aria-current=page]').count(),
          1,
          'the navigation says where one is',
        );
        await lookAround(page, path);
      } else await accessible(page, path);
    });
  }
}

/** In light and dark, and on a narrow screen. */
async function lookAround(page: Page, where: string): Promise<void> {
  await accessible(page, `${where}, light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await accessible(page, `${where}, dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  let tooWide: unknown;
  // Charts are drawn anew when they have seen how wide they are.
  await until('it fits', async () => {
    tooWide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    return tooWide === 0;
  }).catch(() => assert.fail(`${where} is ${tooWide} pixels wider than a narrow screen`));
  await page.setViewportSize({ width: 1280, height: 800 });
}

export async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.loading').first().waitFor({ state: 'detached' });
  // Not waitForFunction: what it evaluates again and again the policy of the page would stop.
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}
