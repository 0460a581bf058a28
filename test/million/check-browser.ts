// The lists of the console over the million, in a real Chromium.
import type { Browser, Page } from 'playwright-core';
import type { Checks } from '../metrics/checks.ts';
import { visit } from '../support/browser/launch.ts';
import type { Access } from './ask-lists.ts';
import { MOST_MS } from './check-lists.ts';
import { dragTo, drawnRows, isOnFirstPage, knownRows, settled, topRow, wheelOn } from './list-page.ts';
import { noteGrowth, type Size, timeRequests, watchSize } from './page-figures.ts';
import type { Seeded } from './seed.ts';
import { signIn } from './sign-in.ts';
import { ms, quantile } from './times.ts';

export interface BrowserDeps {
  readonly browser: Browser;
  readonly access: Access;
  readonly seeded: Seeded;
  readonly checks: Checks;
  readonly say: (text: string) => void;
}

type View = 'events' | 'deliveries';

/** How far the wheel goes. */
const PAGES = { events: 300, deliveries: 100 };
/** The list keeps thirty pages: from then on it may not grow. */
const FULL_AFTER = 40;
const SAMPLE_EVERY = 5;
/** What fits on the screen, with those that are drawn around it. */
const MOST_DRAWN = 60;

/** Scrolls and filters, and looks at each request and at what the page has become. */
export async function checkBrowser(deps: BrowserDeps): Promise<void> {
  const { browser, access, seeded, checks, say } = deps;
  const visitor = await visit(browser, access.url);
  const { page } = visitor;
  const requests = timeRequests(page);
  await signIn(page, access.apiKey);
  for (const view of ['events', 'deliveries'] as const) {
    say(`\n${view} in the browser`);
    await page.goto(`/console/${view}`);
    await scrollOn(page, view, deps);
    await comeBack(page, view, deps);
    await filter(page, view, seeded);
  }
  const slowest = requests.toSorted((a, b) => b.ms - a.ms);
  const times = requests.map((request) => request.ms);
  say(
    `\n${requests.length} requests of the browser: median ${ms(quantile(times, 0.5))}, p95 ${ms(quantile(times, 0.95))}, slowest ${ms(quantile(times, 1))} ms`,
  );
  for (const request of slowest.slice(0, 5)) say(`  ${ms(request.ms)} ms  ${request.what}`);
  const slow = slowest.filter((request) => request.ms > MOST_MS);
  checks.note(
    'no request of the browser takes longer than 300 ms',
    slow.length === 0 ? undefined : `${slow.length} did; the slowest took ${Math.round(slow[0]?.ms ?? 0)} ms`,
  );
  const { consoleErrors, failedRequests } = visitor.seen;
  const wrong = [...consoleErrors, ...failedRequests];
  checks.note('no error in the browser', wrong.length === 0 ? undefined : wrong.slice(0, 3).join('\n'));
  await visitor.close();
}

/** The wheel for many pages, then the scroll bar. */
async function scrollOn(page: Page, view: View, { checks, say }: BrowserDeps): Promise<void> {
  await settled(page);
  const sizeOf = await watchSize(page);
  const sizes: Size[] = [];
  const wanted = 100 * PAGES[view];
  let [mostDrawn, known] = [0, 0];
  for (let turn = 1; turn <= 2 * PAGES[view] && known < wanted; turn += 1) {
    await wheelOn(page);
    await settled(page);
    known = Math.max(known, await knownRows(page));
    if (turn % SAMPLE_EVERY !== 0) continue;
    if (turn > FULL_AFTER) sizes.push(await sizeOf());
    mostDrawn = Math.max(mostDrawn, await drawnRows(page));
  }
  say(`  ${view}: ${known.toLocaleString('en')} rows by the wheel, at most ${mostDrawn} drawn at once`);
  checks.note(
    `${view}: the wheel goes through ${PAGES[view]} pages`,
    known >= wanted ? undefined : `${known} rows are known`,
  );
  checks.note(
    `${view}: only what is seen is drawn`,
    mostDrawn <= MOST_DRAWN ? undefined : `${mostDrawn} rows are drawn`,
  );
  noteGrowth(view, sizes, { checks, say });
  for (const share of [0.5, 0, 0.9, 0.3]) await dragTo(page, share);
}

/** The link to a place leads to it, and so does the way back from what is opened there. */
async function comeBack(page: Page, view: View, { checks }: BrowserDeps): Promise<void> {
  await dragTo(page, 0.5);
  const [there, link] = [await topRow(page), page.url()];
  const other = await page.context().newPage();
  await other.goto(link);
  await settled(other);
  const found = await isOnFirstPage(other, there);
  await other.close();
  checks.note(
    `${view}: a link to the middle leads there`,
    found ? undefined : `${there} is not seen at ${link}`,
  );
  await page
    .locator(`.rows a[href="${new URL(there).pathname}"]`)
    .first()
    .click();
  await page.waitForURL(there);
  await page.goBack();
  await settled(page);
  const back = page.url();
  checks.note(
    `${view}: the way back leads there too`,
    back === link ? undefined : `${back} instead of ${link}`,
  );
}

async function filter(page: Page, view: View, { days }: Seeded): Promise<void> {
  const types = page.getByLabel('Types');
  for (const type of ['order.*', 'user.deleted', 'order.lost', 'nothing.*', '']) {
    await types.fill(type);
    await types.press('Enter');
    await settled(page);
  }
  if (view === 'events') {
    await page.getByText('Never delivered').click();
    await settled(page);
    for (let turn = 0; turn < 10; turn += 1) {
      await wheelOn(page);
      await settled(page);
    }
    await page.getByText('Never delivered').click();
  }
  const key = view === 'events' ? 'status' : 'state';
  for (const state of ['dead', 'pending,sending', 'cancelled', 'succeeded']) {
    await page.goto(`/console/${view}?${key}=${state}`);
    await settled(page);
    await wheelOn(page);
    await settled(page);
  }
  await page.goto(`/console/${view}?from=${days.at(10)}T00:00:00Z&to=${days.at(15)}T00:00:00Z`);
  await settled(page);
  if (view === 'deliveries') {
    await page.goto('/console/dead-letters');
    await settled(page);
  }
}
