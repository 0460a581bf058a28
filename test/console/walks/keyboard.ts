import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../../support/until.ts';
import type { Walk } from '../walk.ts';

/** More than a page has stops. */
const MOST_STOPS = 120;

export const keyboard: Walk = {
  name: 'the keyboard alone',
  async run({ visits, shops, step }) {
    const { page } = await visits.open();

    await step('to sign in', async () => {
      await page.goto('/console/endpoints');
      await page.getByLabel('API key or admin token').waitFor();
      await tabTo(page, 'API key or admin token');
      await page.keyboard.type(shops.main.key);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Endpoints', level: 1 }).waitFor();
    });

    await step('to skip what every page has', async () => {
      await page.reload();
      await page.getByRole('link', { name: /\/billing$/ }).waitFor();
      await page.keyboard.press('Tab');
      assert.equal(await focused(page), 'Skip to the content');
      await page.keyboard.press('Enter');
      await until(
        'the content has the focus',
        async () => (await page.evaluate('document.activeElement.id')) === 'view',
      );
    });

    await step('to create an endpoint', async () => {
      await tabTo(page, 'New endpoint');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'New endpoint' }).waitFor();
      await tabTo(page, 'URL');
      await page.keyboard.type(`${shops.receiver.url}/by-keyboard`);
      await tabTo(page, 'Create endpoint');
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: 'The test event' }).getByText('succeeded').first().waitFor();
    });

    await step('to answer a dialog: the focus stays in it, Escape closes it, and it goes back', async () => {
      await tabTo(page, 'Go to the endpoint');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Endpoint', exact: true, level: 1 }).waitFor();
      // It is there once the endpoint has been read.
      await page.getByRole('button', { name: 'Delete', exact: true }).waitFor();
      await tabTo(page, 'Delete');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await until('the dialog has the focus', () => page.evaluate(IN_DIALOG));
      for (let stop = 0; stop < 6; stop += 1) {
        await page.keyboard.press('Tab');
        assert.ok(await page.evaluate(IN_DIALOG));
      }
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await until('the button has the focus again', async () => (await focused(page)) === 'Delete');
    });

    await step('to open an event', async () => {
      await tabTo(page, 'Events');
      await page.keyboard.press('Enter');
      const first = page.getByRole('table', { name: 'events' }).getByRole('link').first();
      await first.waitFor();
      await tabTo(page, await first.innerText());
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: /^Event / }).waitFor();
      await until(
        'the focus is on the heading',
        async () => (await page.evaluate('document.activeElement.tagName')) === 'H1',
      );
    });
  },
};

/** Goes on by Tab until what has that name has the focus, and is seen to have it. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) !== name) continue;
    const outline = await page.evaluate(OUTLINE);
    assert.notEqual(outline, 'none 0px', `${name} has the focus, but nobody sees it`);
    return;
  }
  throw new Error(`no Tab leads to ${name}`);
}

function focused(page: Page): Promise<string> {
  return page.evaluate(NAME);
}

const NAME = `(() => {
  const element = document.activeElement;
  const label = element.labels?.[0] ?? document.getElementById((element.getAttribute('aria-labelledby') ?? '').split(' ').at(-1));
  return (element.getAttribute('aria-label') ?? label?.textContent ?? element.textContent).trim();
})()`;

const IN_DIALOG = 'document.activeElement.closest("[role=dialog],[role=alertdialog]") !== null';

const OUTLINE = `(() => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
  return outlineStyle === 'none' && boxShadow === 'none' ? 'none 0px' : outlineStyle + ' ' + outlineWidth;
})()`;
