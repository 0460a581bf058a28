import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../../support/until.ts';
import { accessible } from '../axe.ts';
import type { Walk } from '../walk.ts';
import { settle } from './look.ts';

/** Of an organization: what the administrator's session must name it for. */
const OF_ORGANIZATION = /^\/api\/(inbox|events|deliveries|endpoints|replays|reconcile|stats|keys)(\/|$)/;
/** What an endpoint is called. */
const URL_OF_ENDPOINT = /^https?:\/\//;
const VIEWS = ['Events', 'Endpoints', 'Deliveries', 'Dead letters', 'Replays', 'Reconcile', 'Keys'];

export const chosenOrganization: Walk = {
  name: 'the organization that the administrator chooses',
  async run({ visits, shops, system, step }) {
    const { main, other, fresh } = shops;
    const { page, seen } = await visits.signIn(system.adminToken);
    const link = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true });
    const isKept = (id: string) =>
      until('it is in the link', () => new URL(page.url()).searchParams.get('organization') === id);

    await step('without one there is nothing of any to look at', async () => {
      await link('Organizations').waitFor();
      assert.equal(await link('Events').count(), 0);
    });

    await step('one is chosen, and its figures are shown', async () => {
      await choose(page, main.name);
      await isKept(main.id);
      await page.getByText('Accepted / s').waitFor();
      await page.getByRole('region', { name: 'Endpoints in trouble' }).waitFor();
    });

    await step(
      'it is kept from view to view, each can be used by everybody, and names it to the API',
      async () => {
        for (const view of VIEWS) {
          await link(view).click();
          await page.getByRole('heading', { name: view, level: 1 }).waitFor();
          await settle(page);
          await isKept(main.id);
          await accessible(page, view);
        }
        const asked = seen.apiCalls.filter(({ path }) => OF_ORGANIZATION.test(path));
        assert.ok(asked.length > VIEWS.length);
        for (const { method, path, query } of asked)
          assert.equal(
            new URLSearchParams(query).get('organization_id'),
            main.id,
            `${method} ${path}${query}`,
          );
      },
    );

    await step('what is shown is its own, down to one event, one delivery and one endpoint', async () => {
      const id = await main.client.post('chosen.one', { n: 1 });
      await until('it is stored', async () => (await main.client.ask('GET', `/api/events/${id}`)).ok);
      await link('Endpoints').click();
      await page.getByRole('link', { name: /\/billing$/ }).waitFor();
      await link('Events').click();
      await page.getByRole('link', { name: 'chosen.one' }).click();
      await page.getByRole('heading', { name: 'Event chosen.one' }).waitFor();
      await isKept(main.id);
      await page.getByRole('link', { name: 'This delivery by itself' }).first().click();
      await page.getByRole('heading', { name: /^Delivery of / }).waitFor();
      await page.locator('.facts').getByRole('link', { name: URL_OF_ENDPOINT }).click();
      await page.getByRole('heading', { name: 'Endpoint', exact: true, level: 1 }).waitFor();
      await isKept(main.id);
    });

    await step('another one is chosen: nothing of the first is left', async () => {
      await choose(page, fresh.name);
      await isKept(fresh.id);
      await link('Endpoints').click();
      await page.getByText('No endpoint yet').waitFor();
      assert.equal(await page.getByText(shops.receiver.url).count(), 0);
      await page.goBack();
      await page.goBack();
      await isKept(main.id);
      await page.getByRole('heading', { name: 'Endpoint', exact: true, level: 1 }).waitFor();
    });

    await step('the link is good for whoever else is an administrator', async () => {
      const visitor = await visits.signIn(system.adminToken, `endpoints?organization=${main.id}`);
      await visitor.page.getByRole('link', { name: /\/billing$/ }).waitFor();
      await visitor.page.getByRole('button', { name: `${main.name} Organization` }).waitFor();
    });

    await step('with a key it changes nothing: that sees its own', async () => {
      const visitor = await visits.signIn(other.key, `endpoints?organization=${main.id}`);
      await visitor.page.getByRole('link', { name: /\/books$/ }).waitFor();
      assert.equal(await visitor.page.getByText('/billing').count(), 0);
    });

    await step('none is chosen again', async () => {
      await choose(page, 'No organization');
      await page.getByText('You are signed in with the admin token').waitFor();
      assert.equal(await link('Events').count(), 0);
    });
  },
};

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /Organization$/ }).click();
  await page.getByRole('option', { name, exact: true }).click();
}
