import assert from 'node:assert/strict';
import type { Walk } from '../walk.ts';

const FIGURES = ['appended', 'stored', 'duplicates', 'poison'] as const;

export const reconcile: Walk = {
  name: 'reconcile',
  async run({ visits, shops, step }) {
    const { page } = await visits.signIn(shops.other.key, 'reconcile');

    await step('it adds up, and has the figures that the API has', async () => {
      await page.getByText('it adds up').waitFor();
      const { totals } = (await shops.other.client.json('GET', '/api/reconcile')) as {
        totals: Record<(typeof FIGURES)[number], number>;
      };
      const cells = await page.locator('tfoot td').allInnerTexts();
      assert.deepEqual(
        cells.slice(0, 4),
        FIGURES.map((name) => totals[name].toLocaleString('en-GB')),
      );
      assert.equal(totals.appended, totals.stored + totals.duplicates + totals.poison);
      assert.ok(totals.appended > 0);
    });

    await step('other hours are a link', async () => {
      await page.getByLabel('From').fill('2026-01-01T00:00');
      await page.getByLabel('To').fill('2026-01-02T00:00');
      await page.getByLabel('To').press('Enter');
      await page.getByText('Nothing came in these hours').waitFor();
      assert.match(page.url(), /from=2025-12-31T23/);
      await page.reload();
      await page.getByText('Nothing came in these hours').waitFor();
    });
  },
};
