// The live tail and the overview while events come in quickly: the pages keep up, and do not grow.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Checks } from '../metrics/checks.ts';
import { visit } from '../support/browser/launch.ts';
import type { Cleanup } from '../support/cleanup.ts';
import type { TestSystem } from '../support/system.ts';
import { until } from '../support/until.ts';
import type { Access } from './ask-lists.ts';
import { COST_SECONDS, checkTailCost } from './check-tail-cost.ts';
import { noteGrowth, type Size, watchSize } from './page-figures.ts';
import type { Seeded } from './seed.ts';
import { sendSteadily } from './send.ts';
import type { OwnDatabase } from './servers.ts';
import { signIn } from './sign-in.ts';
import { quantile } from './times.ts';

export interface TailDeps {
  readonly browser: Browser;
  readonly system: TestSystem;
  readonly access: Access;
  readonly seeded: Seeded;
  readonly database: OwnDatabase;
  readonly rate: number;
  readonly seconds: number;
  readonly checks: Checks;
  readonly say: (text: string) => void;
}

const LOOK_MS = 2000;
/** How far what is shown may be behind what is stored: a reading a second, and the way to the screen. */
const MOST_BEHIND_MS = 4000;
/** The tail keeps so many rows. */
const MOST_ROWS = 200;

/** Sends, and looks at the pages and at what they cost the api. */
export async function checkTail(t: Cleanup, deps: TailDeps): Promise<void> {
  const { browser, access, rate, seconds, checks, say } = deps;
  const visitor = await visit(browser, access.url);
  const { page } = visitor;
  await signIn(page, access.apiKey);
  say(`\n${rate} events a second`);
  const sending = sendSteadily(t, access, { rate, seconds: 1.5 * seconds + COST_SECONDS + 20 });
  await until('events are stored', async () => (await behindNow(deps)) < LOOK_MS);
  await watchTail(page, deps);
  await watchOverview(page, deps);
  const { consoleErrors } = visitor.seen;
  checks.note(
    'no error in the browser, beside the tail',
    consoleErrors.length === 0 ? undefined : consoleErrors[0],
  );
  await visitor.close();
  await checkTailCost(t, deps);
  const isTooShort = sending.hasEnded();
  const { accepted, acceptedPerSecond, delivery } = await sending.result;
  say(
    `  sent ${accepted}, ${Math.round(acceptedPerSecond)} a second; delivered ${delivery?.delivered}, lost ${delivery?.lost}`,
  );
  checks.note(
    `the rate was held, and all was delivered`,
    acceptedPerSecond > 0.95 * rate && delivery?.lost === 0 && !isTooShort
      ? undefined
      : `${acceptedPerSecond} a second, ${delivery?.lost} lost${isTooShort ? ', and it ended too early' : ''}`,
  );
}

async function watchTail(page: Page, deps: TailDeps): Promise<void> {
  const { seconds, checks, say } = deps;
  await page.goto('/console/events/tail');
  await page
    .locator('tbody tr')
    .nth(MOST_ROWS - 1)
    .waitFor();
  const sizeOf = await watchSize(page);
  const sizes: Size[] = [];
  const behind: number[] = [];
  let mostRows = 0;
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    await sleep(LOOK_MS);
    const newest = await page.locator('tbody tr time').first().getAttribute('datetime');
    behind.push((await newestStored(deps)) - Date.parse(newest ?? ''));
    mostRows = Math.max(mostRows, await page.locator('tbody tr').count());
    sizes.push(await sizeOf());
  }
  const worst = Math.max(...behind);
  say(
    `  the tail is behind by ${quantile(behind, 0.5)} ms in the median, ${worst} at most; it says: ${await page.locator('p.quiet').first().innerText()}`,
  );
  checks.note(
    'the tail keeps up',
    worst <= MOST_BEHIND_MS ? undefined : `it is ${worst} ms behind what is stored`,
  );
  checks.note('the tail keeps its rows', mostRows === MOST_ROWS ? undefined : `it has ${mostRows}`);
  noteGrowth('tail', sizes, { checks, say });
}

async function watchOverview(page: Page, { rate, seconds, checks, say }: TailDeps): Promise<void> {
  await page.goto('/console/');
  const tiles = page.locator('.tile dd');
  const shown = async () =>
    (await tiles.allInnerTexts()).slice(0, 3).map((text) => Number.parseFloat(text.replaceAll(',', '')));
  await until('the overview knows the rates', async () => (await shown()).every((value) => value > 0));
  // The window of the rates is ten seconds; the charts have their axes by then.
  await sleep(10_000);
  const sizeOf = await watchSize(page);
  const sizes: Size[] = [];
  const rates: number[][] = [];
  const end = performance.now() + 500 * seconds;
  while (performance.now() < end) {
    await sleep(LOOK_MS);
    rates.push(await shown());
    sizes.push(await sizeOf());
  }
  const medians = [0, 1, 2].map((i) =>
    quantile(
      rates.map((of) => of[i] ?? 0),
      0.5,
    ),
  );
  say(`  the overview shows ${medians.join(', ')} accepted, stored and delivered a second`);
  const isRight = medians.every((value) => value > 0.8 * rate && value < 1.2 * rate);
  checks.note('the overview shows the rate', isRight ? undefined : `${medians} instead of ${rate}`);
  noteGrowth('overview', sizes, { checks, say });
}

/** When the newest event that is stored was accepted: milliseconds since the epoch. */
async function newestStored({ database, seeded }: TailDeps): Promise<number> {
  const { rows } = await database.pool.query<{ ms: number }>(
    `select extract(epoch from max(accepted_at))::float8 * 1000 as ms from events
      where day = (now() at time zone 'UTC')::date and organization_id = $1`,
    [seeded.tenant.organizationId],
  );
  return rows[0]?.ms ?? Number.NaN;
}

async function behindNow(deps: TailDeps): Promise<number> {
  return Date.now() - (await newestStored(deps));
}
