import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import type { Walk } from '../walk.ts';

export const overview: Walk = {
  name: 'the overview',
  async run({ visits, shops, step }) {
    const { page } = await visits.signIn(shops.main.key);
    const { client } = shops.main;
    const tile = (name: string) => page.locator('.tile').filter({ hasText: name }).locator('dd');

    await step('the figures move while events come in, without a reload', async () => {
      await page.getByText('Accepted / s').waitFor();
      await until('something is delivered', async () => {
        await client.post('overview.seen', { n: 1 });
        const [rate, latency] = await Promise.all([
          tile('Delivered / s').innerText(),
          tile('Delivered in, p95').innerText(),
        ]);
        return /[1-9]/.test(rate) && /\d (ms|s)$/.test(latency);
      });
    });

    await step('the charts have axes and a legend', async () => {
      for (const name of ['accepted', 'stored', 'delivered', 'failed', 'p50', 'p95'])
        await page.locator('.u-legend').getByText(name).waitFor();
      assert.equal(await page.locator('.chart canvas').count(), 2);
      assert.ok(await page.evaluate(SOMETHING_DRAWN), 'a chart is empty');
    });

    await step('an endpoint in trouble is listed, with the way to it', async () => {
      const trouble = page.getByRole('region', { name: 'Endpoints in trouble' });
      await trouble.getByText('disabled').waitFor();
      await trouble.getByRole('link', { name: /old-shop/ }).click();
      await page.getByText('it answered 410 Gone').waitFor();
    });
  },
};

/** Whether every canvas has a pixel that is not transparent. */
const SOMETHING_DRAWN = `[...document.querySelectorAll('.chart canvas')].every((canvas) =>
  canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0))`;
