import assert from 'node:assert/strict';
import type { Walk } from '../walk.ts';

export const outage: Walk = {
  name: 'an api that dies and comes back',
  async run({ visits, shops, system, step }) {
    const { page, seen } = await visits.signIn(shops.main.key);
    const tail = await visits.signIn(shops.main.key, 'events/tail');
    await page.getByText('Accepted / s').waitFor();
    await tail.page.getByText('live', { exact: true }).waitFor();

    await step('the pages say that it cannot be reached, and what to do', async () => {
      await system.service('api').end('SIGKILL');
      await page.getByRole('alert').getByText('Hopline cannot be reached').first().waitFor();
      await tail.page.getByRole('alert').getByText('Hopline cannot be reached').waitFor();
      await page.getByRole('link', { name: 'Deliveries' }).click();
      // Of the other view, which must have come to nothing before the api is back: the overview's figures have none.
      await page.getByRole('button', { name: 'Try again' }).first().waitFor();
      await page.getByRole('alert').getByText('Hopline cannot be reached').first().waitFor();
    });

    await step('they go on by themselves once it is back', async () => {
      await system.killAndRestart('api');
      await tail.page.getByText('live', { exact: true }).waitFor();
      await tail.page.getByRole('alert').waitFor({ state: 'detached' });
      await shops.main.client.post('outage.over', {});
      await tail.page.getByRole('link', { name: 'outage.over' }).waitFor();
    });

    await step('a list that failed is read by its button', async () => {
      await page.getByRole('button', { name: 'Try again' }).first().click();
      await page.getByRole('table', { name: 'deliveries' }).getByRole('link').first().waitFor();
    });

    await step('behind the pages was nothing but that', async () => {
      for (const visitor of [seen, tail.seen]) {
        const others = [
          ...visitor.consoleErrors.filter((text) => !text.startsWith('error: UnreachableError')),
          ...visitor.failedRequests.filter((text) => !/net::ERR_(CONNECTION|INCOMPLETE|EMPTY)/.test(text)),
        ];
        assert.deepEqual(others, []);
        visitor.consoleErrors.length = 0;
        visitor.failedRequests.length = 0;
      }
    });
  },
};
