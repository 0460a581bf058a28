import assert from 'node:assert/strict';
import { signInWith } from '../visits.ts';
import type { Walk } from '../walk.ts';
import { startWebServer } from '../web-server.ts';

const HEADERS = [
  ...['content-security-policy', 'x-frame-options', 'x-content-type-options', 'referrer-policy'],
  ...['cross-origin-opener-policy', 'cache-control'],
];

export const webServer: Walk = {
  name: 'behind another web server',
  async run({ visits, shops, system, frameOrigin, step }) {
    const server = await startWebServer(system.url, frameOrigin);
    try {
      await step('the headers of docs/console.md are those that the api sends', async () => {
        const page = await (await fetch(`${system.url}/console/`)).text();
        const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? '';
        for (const path of [
          '/console/',
          '/console/events',
          '/console/portal',
          '/console/portal/events',
          script,
        ])
          assert.deepEqual(await headersOf(server.url + path), await headersOf(system.url + path), path);
      });

      const { page } = await visits.open({}, server.url);

      await step('a link leads through the sign-in to its view', async () => {
        await page.goto('/console/endpoints');
        await signInWith(page, shops.main.key);
        await page.getByRole('link', { name: /\/billing$/ }).click();
        await page.getByRole('heading', { name: 'Endpoint', exact: true, level: 1 }).waitFor();
        await page.reload();
        await page.getByRole('heading', { name: 'Endpoint', exact: true, level: 1 }).waitFor();
      });

      await step('something is changed, and a stream comes through', async () => {
        await page.getByRole('button', { name: 'Pause' }).click();
        await page.getByRole('button', { name: 'Resume' }).click();
        await page.getByRole('button', { name: 'Pause' }).waitFor();
        await page.goto('/console/events/tail');
        await page.getByText('live', { exact: true }).waitFor();
        await shops.main.client.post('elsewhere.served', {});
        await page.getByRole('link', { name: 'elsewhere.served' }).waitFor();
      });

      await step('whoever signs out is signed out', async () => {
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByLabel('API key or admin token').waitFor();
      });
    } finally {
      await server.close();
    }
  },
};

async function headersOf(url: string): Promise<Record<string, string | null>> {
  const { status, headers } = await fetch(url, { redirect: 'error' });
  assert.equal(status, 200, url);
  return Object.fromEntries(HEADERS.map((name) => [name, headers.get(name)]));
}
