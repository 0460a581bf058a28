// What axe-core says of what is shown at this moment.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @param page or a frame of one @throws when it has any violation */
export async function accessible(page: Pick<Page, 'evaluate' | 'locator'>, where: string): Promise<void> {
  // What was chosen from a list is read out by a hidden element, which goes on to name it for some seconds when the list is gone.
  await page.locator('[data-live-announcer] [role=img]').first().waitFor({ state: 'detached' });
  // Not by a script element, which the policy of the page would stop.
  await page.evaluate(AXE);
  const violations = (await page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`,
  )) as string[];
  assert.deepEqual(violations, [], where);
}
