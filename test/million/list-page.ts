// A long list of the console as somebody uses it: scrolls, and waits until what is seen is there.
import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';

const ROW_HEIGHT = 44;
const PAGE_ROWS = 100;
/** A search that finds nothing asks for twenty-five pages before it says so. */
const SETTLES_MS = 60_000;

// What runs in the page is text: the types here are those of Node.
const SETTLED = `(async () => {
  // What was scrolled is drawn by then.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const table = document.querySelector('.rows');
  if (!table) return document.querySelector('.empty') !== null;
  const foot = document.querySelector('.rows-foot')?.textContent ?? 'Loading';
  const cells = [...table.querySelectorAll('.rows-body .cell')];
  const isThere = cells.every((cell) => cell.textContent !== '…');
  return table.getAttribute('aria-busy') === 'false' && !foot.startsWith('Loading') && isThere;
})()`;

/** Waits until the list has settled: nothing is loading, and every row that is seen is there. */
export async function settled(page: Page): Promise<void> {
  // Asked from outside: the page's policy lets no text become a script, later than at once.
  await until('the list has settled', () => page.evaluate(SETTLED), SETTLES_MS);
}

/** Turns the wheel by a page of the api. */
export async function wheelOn(page: Page): Promise<void> {
  await page.locator('.rows').hover();
  await page.mouse.wheel(0, PAGE_ROWS * ROW_HEIGHT);
}

/** Drags the scroll bar to a share of the list as far as it is known. */
export async function dragTo(page: Page, share: number): Promise<void> {
  await page.evaluate(`{
    const rows = document.querySelector('.rows');
    rows.scrollTo({ top: ${share} * rows.scrollHeight });
  }`);
  await settled(page);
}

/** How many rows are known, as the foot of the list says it; 0 while it says that it is loading. */
export async function knownRows(page: Page): Promise<number> {
  const text = await page.locator('.rows-foot').innerText();
  return Number(text.replace(/ .*/s, '').replaceAll(/\D/g, ''));
}

/** How many rows are drawn. */
export function drawnRows(page: Page): Promise<number> {
  return page.locator('.rows-body .row').count();
}

/** The event or delivery that the first row that is really seen leads to. */
export function topRow(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const under = document.querySelector('.rows-head').getBoundingClientRect().bottom;
    const links = [...document.querySelectorAll('.rows-body .row a')];
    return links.find((link) => link.getBoundingClientRect().top >= under)?.href ?? '';
  })()`);
}

/** Whether a row leads there, among those of the page of the api that the list begins with. */
export function isOnFirstPage(page: Page, href: string): Promise<boolean> {
  return page.evaluate(`(async () => {
    const rows = document.querySelector('.rows');
    for (let top = 0; top <= ${PAGE_ROWS * ROW_HEIGHT}; top += 10 * ${ROW_HEIGHT}) {
      rows.scrollTo({ top });
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      if ([...rows.querySelectorAll('a')].some((link) => link.href === ${JSON.stringify(href)})) return true;
    }
    return false;
  })()`);
}
