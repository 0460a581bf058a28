import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import type { Walk } from '../walk.ts';

export const tail: Walk = {
  name: 'the live tail',
  async run({ visits, shops, step }) {
    const { page, seen } = await visits.signIn(shops.main.key, 'events/tail');
    const { client } = shops.main;
    const rows = page.getByRole('table').getByRole('row');
    const begun = () =>
      seen.apiCalls.filter(({ path, status }) => path === '/api/events/stream' && status === 200).length;
    /** What is sent before a stream is there is none of its own. */
    const withNewStream = async (act: () => Promise<void>) => {
      const before = begun();
      await act();
      await until('another stream has begun', () => begun() > before);
      await page.getByText('live', { exact: true }).waitFor();
    };

    await step('events appear as they are stored', async () => {
      await page.getByText('live', { exact: true }).waitFor();
      await client.post('tail.first', { n: 1 });
      await page.getByRole('link', { name: 'tail.first' }).waitFor();
      await client.post('tail.second', { n: 2 });
      await page.getByRole('link', { name: 'tail.second' }).waitFor();
      assert.match(await rows.nth(1).innerText(), /tail\.second/);
    });

    await step('it stands still while it is paused, and goes on after it', async () => {
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('paused', { exact: true }).waitFor();
      const id = await client.post('tail.unseen', { n: 3 });
      await until('it is stored', async () => (await client.ask('GET', `/api/events/${id}`)).ok);
      // A stream of the same kind beside the paused one has it: so that one would have had it, too.
      const beside = await visits.signIn(shops.main.key, 'events/tail');
      await beside.page.getByText('live', { exact: true }).waitFor();
      await client.post('tail.beside', { n: 3 });
      await beside.page.getByRole('link', { name: 'tail.beside' }).waitFor();
      assert.equal(await page.getByRole('link', { name: /^tail\.(unseen|beside)$/ }).count(), 0);
      await withNewStream(() => page.getByRole('button', { name: 'Resume' }).click());
      await client.post('tail.third', { n: 4 });
      await page.getByRole('link', { name: 'tail.third' }).waitFor();
    });

    await step('only some types are followed, and the link says which', async () => {
      await page.getByLabel('Types').fill('wanted.*');
      await withNewStream(() => page.getByRole('button', { name: 'Apply' }).click());
      await page.waitForURL(/type=wanted\.\*/);
      await client.post('unwanted.one', {});
      await client.post('wanted.one', {});
      await page.getByRole('link', { name: 'wanted.one', exact: true }).waitFor();
      assert.equal(await page.getByRole('link', { name: 'unwanted.one' }).count(), 0);
    });

    await step('it is a stream: nothing is asked again and again', async () => {
      assert.equal(seen.apiCalls.filter(({ path }) => path === '/api/inbox').length, 0);
    });
  },
};
