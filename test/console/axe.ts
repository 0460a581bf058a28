// What axe-core says of what is shown at this moment.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @throws when it has any violation; of a page those of its frames too, where axe can reach them */
export async function accessible(page: Page | Frame, where: string): Promise<void> {
  // Not by a script element, which the policy of the page would stop.
  await page.evaluate(AXE);
  const violations = (await page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`,
  )) as string[];
  assert.deepEqual(violations, [], where);
}
