// One Chromium for a run; each visitor has a context, and so cookies and storage, of their own.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Cleanup } from '../cleanup.ts';
import { findChromium } from './find-chromium.ts';
import { type Seen, watch } from './watch.ts';

export interface Visitor {
  readonly page: Page;
  /** What the page did that a person does not see. */
  readonly seen: Seen;
  close(): Promise<void>;
}

/** How long a page may take for what is waited for: it only bounds a walk that fails anyway. */
const LIMIT_MS = 60_000;
/** The same of its start, beside which others start too. */
const START_LIMIT_MS = 180_000;

/** Starts Chromium, ended with the test. Its sandbox needs rights that a container seldom has; the pages are our own. */
export async function launchChromium(t: Cleanup, say: (line: string) => void = () => {}): Promise<Browser> {
  const executablePath = await findChromium(say);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    timeout: START_LIMIT_MS,
  });
  t.after(() => browser.close());
  return browser;
}

/**
 * A person with a fresh browser, whose screen, zone and colours `options` may set.
 * @param origin the only host that the pages may ask
 */
export async function visit(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    // What fades away has at each moment another contrast, of which axe-core would judge one by chance.
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(LIMIT_MS);
  const page = await context.newPage();
  return { page, seen: watch(context, origin), close: () => context.close() };
}
