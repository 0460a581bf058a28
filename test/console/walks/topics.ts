import assert from 'node:assert/strict';
import type { Walk } from '../walk.ts';

export const topics: Walk = {
  name: 'topics and consumer groups',
  async run({ visits, shops, system, step }) {
    const { page } = await visits.signIn(system.adminToken, 'topics');

    await step('every topic has its partitions and its size, every group how far it is behind', async () => {
      for (const topic of ['hopline.events.v1', 'hopline.deliveries.v1', 'hopline.deliveries.v1.dlq'])
        await page.getByRole('main').getByRole('link', { name: topic, exact: true }).first().waitFor();
      await page
        .getByRole('main')
        .getByRole('link', { name: 'hopline.persist', exact: true })
        .first()
        .waitFor();
    });

    await step('a topic shows its partitions', async () => {
      await page
        .getByRole('main')
        .getByRole('link', { name: 'hopline.events.v1', exact: true })
        .first()
        .click();
      await page.getByRole('heading', { name: /hopline\.events\.v1/, level: 1 }).waitFor();
      assert.ok((await page.getByRole('table').first().getByRole('row').count()) > 2);
    });

    await step('a group shows its members', async () => {
      await page.goto('/console/groups/hopline.persist');
      await page.getByRole('heading', { name: /hopline\.persist/, level: 1 }).waitFor();
      await page.getByRole('main').getByText('hopline.events.v1').first().waitFor();
    });

    await step('whoever signs in with a key is told that this takes the admin token', async () => {
      const { page: another } = await visits.signIn(shops.main.key, 'topics');
      await another.getByText('needs the admin token').waitFor();
    });
  },
};
