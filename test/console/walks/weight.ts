import assert from 'node:assert/strict';
import type { Walk } from '../walk.ts';

const MOST_BYTES = 300_000;

export const weight: Walk = {
  name: 'the first load',
  async run({ visits, shops, system, step }) {
    await step('what is sent for the first page is below 300 kB', async () => {
      const { page } = await visits.open();
      const sizes: Promise<number>[] = [];
      page.on('requestfinished', (request) => {
        if (!request.url().includes('/console')) return;
        sizes.push(
          request
            .sizes()
            .then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
        );
      });
      await page.goto('/console/');
      await page.getByLabel('API key or admin token').fill(shops.main.key);
      await page.keyboard.press('Enter');
      await page.getByText('Accepted / s').waitFor();
      const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      assert.ok(bytes > 100_000 && bytes < MOST_BYTES, `${bytes} bytes`);
    });

    await step(
      'files whose names change with what is in them are kept for good; the page is asked for each time',
      async () => {
        const page = await fetch(`${system.url}/console/`);
        const html = await page.text();
        assert.equal(page.headers.get('cache-control'), 'no-cache');
        const script = /src="([^"]+\.js)"/.exec(html)?.[1];
        const plain = await fetch(`${system.url}${script}`, { headers: { 'accept-encoding': 'identity' } });
        assert.match(plain.headers.get('cache-control') ?? '', /immutable/);
        assert.equal(plain.headers.get('content-encoding'), null);
        const compressed = await fetch(`${system.url}${script}`, { headers: { 'accept-encoding': 'gzip' } });
        assert.equal(compressed.headers.get('content-encoding'), 'gzip');
        assert.equal(await compressed.text(), await plain.text());
      },
    );
  },
};
