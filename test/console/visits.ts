// Who visits the console in a walk. When it is over, nothing may have gone wrong behind their pages.
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Visitor, visit } from '../support/browser/launch.ts';
import type { ApiCall } from '../support/browser/watch.ts';

export class Visits {
  readonly #browser: Browser;
  readonly #origin: string;
  readonly #visitors: Visitor[] = [];
  /** All that the pages asked of the API, of all walks. */
  readonly calls: ApiCall[] = [];

  constructor(browser: Browser, origin: string) {
    this.#browser = browser;
    this.#origin = origin;
  }

  /** A fresh browser, at no page yet. @param origin where the console is, when that is not the api itself */
  async open(options: BrowserContextOptions = {}, origin = this.#origin): Promise<Visitor> {
    const visitor = await visit(this.#browser, origin, options);
    this.#visitors.push(visitor);
    return visitor;
  }

  /** Signed in, at `path` below /console/. */
  async signIn(token: string, path = '', options: BrowserContextOptions = {}): Promise<Visitor> {
    const visitor = await this.open(options);
    await visitor.page.goto(`/console/${path}`);
    await signInWith(visitor.page, token);
    await visitor.page.getByRole('button', { name: 'Sign out' }).waitFor();
    return visitor;
  }

  /** @throws when a page had an error, broke its policy, or asked somebody else */
  check(): void {
    for (const { seen } of this.#visitors) {
      const { consoleErrors, policyViolations, failedRequests, foreignRequests } = seen;
      assert.deepEqual(
        { consoleErrors, policyViolations, failedRequests, foreignRequests },
        { consoleErrors: [], policyViolations: [], failedRequests: [], foreignRequests: [] },
      );
    }
  }

  /** What is seen at this moment, for whoever looks for the cause of a failure. */
  async picture(path: string): Promise<void> {
    const page = this.#visitors.at(-1)?.page;
    if (page && !page.isClosed()) await page.screenshot({ path, fullPage: true }).catch(() => {});
  }

  async close(): Promise<void> {
    for (const { seen, close } of this.#visitors.splice(0)) {
      this.calls.push(...seen.apiCalls);
      await close();
    }
  }
}

export async function signInWith(page: Page, token: string): Promise<void> {
  await page.getByLabel('API key or admin token').fill(token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
