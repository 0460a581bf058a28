import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import type { Walk } from '../walk.ts';

export const lists: Walk = {
  name: 'lists, links and times',
  async run({ visits, shops, step }) {
    const { page, seen } = await visits.signIn(shops.main.key, 'events');
    const rows = page.getByRole('table', { name: 'events' });

    await step(
      'a long list is read page by page while it is scrolled, and few of its rows are drawn',
      async () => {
        await rows.getByRole('row').nth(5).waitFor();
        await rows.hover();
        await until('the second page is looked at', async () => {
          await page.mouse.wheel(0, 1000);
          return page.url().includes('cursor=');
        });
        assert.ok(
          seen.apiCalls.some(({ path, query }) => path === '/api/inbox' && query.includes('cursor=')),
        );
        assert.ok((await rows.getByRole('row').count()) < 80);
      },
    );

    await step('that place has a link', async () => {
      await page.reload();
      const cursor = new URL(page.url()).searchParams.get('cursor');
      assert.ok(cursor);
      const [first] = await shops.main.client.list(`/api/inbox?limit=1&cursor=${cursor}`, 'events');
      await until('it begins there', async () => {
        const href = await rows.getByRole('link').first().getAttribute('href');
        return href?.endsWith(`/events/${first?.id}`) === true;
      });
    });

    await step('filters are in the URL, and the back button takes them away', async () => {
      await page.goto('/console/events');
      await page.getByLabel('Types').fill('github.push');
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.waitForURL(/type=github\.push/);
      await until('only that type is shown', async () => {
        const types = await rows.getByRole('link').allInnerTexts();
        return types.length > 0 && types.every((type) => type === 'github.push');
      });
      await page.goBack();
      await until(
        'the field is empty again',
        async () => (await page.getByLabel('Types').inputValue()) === '',
      );
      await until('other types are shown', async () => {
        const types = await rows.getByRole('link').allInnerTexts();
        return types.some((type) => type !== 'github.push');
      });
    });

    await step('nothing fits: the page says what to do', async () => {
      await page.goto('/console/events?type=never.sent');
      await page.getByText('No event fits these filters').waitFor();
      await page.getByRole('button', { name: 'Clear' }).click();
      await rows.getByRole('row').nth(2).waitFor();
    });

    await step(
      'types that nobody can have are said to be wrong, and what is shown stays in force',
      async () => {
        await page.goto('/console/events?type=github.push');
        await page.getByLabel('Types').fill('order/paid');
        await page.getByText('At most 20 types').waitFor();
        await page.getByRole('button', { name: 'Apply' }).click();
        assert.equal(new URL(page.url()).search, '?type=github.push');
      },
    );

    await step('what is typed counts with the next filter; a time once its field is left', async () => {
      await page.getByLabel('Types').fill('github.star');
      await page.getByLabel('From').fill('2026-01-01T00:00');
      assert.equal(new URL(page.url()).search, '?type=github.push');
      // Its parts are stops of Tab, too.
      await page.getByLabel('From').blur();
      await page.waitForURL((url) => url.search.includes('from=2025-12-31T23'));
      assert.match(page.url(), /type=github\.star/);
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.waitForURL((url) => url.search === '');
      // The link changes before what is drawn.
      await until('the field is empty', async () => (await page.getByLabel('Types').inputValue()) === '');
    });

    await step('a link to a place in the list is left for the newest by clearing it', async () => {
      const newest = await shops.main.client.post('lists.newest', { n: 1 });
      await until(
        'it is stored',
        async () => (await shops.main.client.ask('GET', `/api/events/${newest}`)).ok,
      );
      const { next_cursor } = await shops.main.client.json('GET', '/api/inbox?limit=1');
      await page.goto(`/console/events?cursor=${next_cursor}`);
      await rows.getByRole('row').nth(2).waitFor();
      assert.equal(await rows.getByRole('link', { name: 'lists.newest' }).count(), 0);
      await page.getByRole('button', { name: 'Clear' }).click();
      await rows.getByRole('link', { name: 'lists.newest' }).waitFor();
    });

    await step("times are in the viewer's zone, with the exact instant on hover", async () => {
      const moment = rows.locator('time').first();
      const [shown, exact] = [await moment.innerText(), await moment.getAttribute('title')];
      assert.match(exact ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      const clock = {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZone: 'Europe/Berlin',
      } as const;
      const local = new Intl.DateTimeFormat('en-GB', clock).format(Date.parse(exact ?? ''));
      assert.ok(shown.includes(local), `${shown} is not ${local}`);
    });

    await step('an event shows its payload as it was sent, its timeline and its deliveries', async () => {
      const id = await shops.main.client.post('lists.shown', { total: '12345678901234567890' });
      await page.goto(`/console/events/${id}`);
      await page.getByRole('heading', { name: 'Event lists.shown' }).waitFor();
      await page.getByRole('region', { name: 'Payload' }).getByText('12345678901234567890').waitFor();
      await page.getByText('Accepted · durable in Kafka').waitFor();
      await page.getByRole('link', { name: 'This delivery by itself' }).first().click();
      await page.getByRole('heading', { name: 'Delivery of lists.shown' }).waitFor();
      await page.goBack();
      await page.getByRole('heading', { name: 'Event lists.shown' }).waitFor();
    });

    await step('a link to what is not there says so', async () => {
      await page.goto('/console/events/01a20353-706c-794d-ba73-86b957006301');
      await page.getByRole('alert').getByText(/HPL_/).waitFor();
      await page.goto('/console/no-such-page');
      await page.getByText('There is no such page').waitFor();
    });
  },
};
