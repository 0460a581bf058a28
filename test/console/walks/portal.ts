import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { freePort } from '@hopline/dev/ports';
import type { Frame, Page } from 'playwright-core';
import { until } from '../../support/until.ts';
import { accessible } from '../axe.ts';
import type { Walk } from '../walk.ts';

export const portal: Walk = {
  name: 'the portal',
  async run({ visits, shops, frameOrigin, step }) {
    const linkWith = async (body: object) =>
      String((await shops.main.client.json('POST', '/api/portal-sessions', body)).url);
    const url = await linkWith({});

    await step('a page of an allowed origin shows it in a frame, in its own colours', async () => {
      const { page } = await visits.open();
      const themed = await linkWith({ theme: { accent: '#b3261e', radius: 2, scheme: 'dark' } });
      await embed(page, frameOrigin, themed, async () => {
        const frame = page.frameLocator('iframe');
        await frame.getByRole('navigation').getByRole('link', { name: 'Endpoints' }).click();
        await frame.getByRole('link', { name: /\/billing$/ }).waitFor();
        const inner = portalIn(page);
        assert.equal(await inner.evaluate(ACCENT), '#b3261e');
        assert.ok(!inner.url().includes('#'), 'the token is still in the address');
        assert.equal(await inner.title(), 'Endpoints');
        await accessible(inner, 'themed');
      });
    });

    await step('colours of its own can be read by whoever has a dark system', async () => {
      const { page } = await visits.open({ colorScheme: 'dark' });
      const theme = { background: '#ffffff', text: '#333333', accent: '#0b5fff' };
      await embed(page, frameOrigin, await linkWith({ theme }), async () => {
        const frame = page.frameLocator('iframe');
        for (const view of ['Endpoints', 'Deliveries', 'Dead letters', 'Overview']) {
          await frame.getByRole('navigation').getByRole('link', { name: view }).click();
          await frame.getByRole('heading', { name: view, level: 1 }).waitFor();
          await accessible(portalIn(page), `own colours, ${view}`);
        }
        assert.equal(await frame.getByRole('button', { name: /Colours$/ }).count(), 0);
      });
    });

    await step('a link with the path of a view leads there', async () => {
      const { page } = await visits.open();
      await page.goto(url.replace('/console/portal#', '/console/portal/dead-letters#'));
      await page.getByRole('heading', { name: 'Dead letters', level: 1 }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/console/portal/dead-letters');
      assert.equal(new URL(page.url()).hash, '');
    });

    await step('in it an endpoint is created, and its events are seen', async () => {
      const { page } = await visits.open();
      await embed(page, frameOrigin, url, async () => {
        const frame = page.frameLocator('iframe');
        await frame.getByRole('link', { name: 'Endpoints' }).click();
        await frame.getByRole('link', { name: 'New endpoint' }).click();
        await frame.getByLabel('URL').fill(`${shops.receiver.url}/by-the-portal`);
        await frame.getByRole('button', { name: 'Create endpoint' }).click();
        await frame.getByRole('region', { name: 'The test event' }).getByText('succeeded').first().waitFor();
        await frame.getByRole('link', { name: 'Events' }).click();
        await frame.getByRole('table', { name: 'events' }).getByRole('link').first().waitFor();
        assert.equal(await frame.getByRole('link', { name: 'Keys' }).count(), 0);
        assert.equal(await frame.getByRole('link', { name: 'Reconcile' }).count(), 0);
      });
    });

    await step('a page of another origin cannot show it, and no origin the console itself', async () => {
      const other = `http://localhost:${await freePort()}`;
      for (const [origin, target] of [
        [other, url],
        [frameOrigin, url.replace(/\/portal#.*/, '/')],
      ] as const) {
        const { page, seen } = await visits.open();
        await embed(page, origin, target, async () => {
          await page.locator('iframe[data-loaded=yes]').waitFor();
          assert.equal(await page.frameLocator('iframe').getByRole('navigation').count(), 0);
          assert.equal(await page.frameLocator('iframe').locator('#console').count(), 0);
        });
        await until('the browser says it', () => seen.policyViolations.length > 0).catch(() => {});
        assert.equal(seen.policyViolations.length, 1, 'the browser did not say that its policy forbids it');
        seen.policyViolations.length = 0;
        // A frame that its policy empties is, to the browser, a request that failed.
        seen.failedRequests.length = 0;
      }
    });

    await step(
      'a link that is not valid says so, and does not become whoever is signed in beside it',
      async () => {
        const { page } = await visits.signIn(shops.other.key);
        await page.goto('/console/portal');
        await page.getByText('This link has ended').waitFor();
      },
    );
  },
};

const ACCENT = 'getComputedStyle(document.documentElement).getPropertyValue("--accent").trim()';

function portalIn(page: Page): Frame {
  const frame = page.frames().find((one) => one.url().includes('/console/portal'));
  if (!frame) throw new Error('the page shows no portal');
  return frame;
}

/** Serves a page that shows `url` in a frame, at `origin`, for as long as `look` takes. */
async function embed(page: Page, origin: string, url: string, look: () => Promise<void>): Promise<void> {
  const server = createServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        `<!doctype html><link rel="icon" href="data:,"><iframe width="1200" height="700" onload="this.dataset.loaded='yes'" src="${url}"></iframe>`,
      );
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), resolve));
  try {
    await page.goto(origin);
    await look();
    await page.goto('about:blank');
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
