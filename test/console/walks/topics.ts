import assert from 'node:assert/strict';
import { createPublisher } from '@hopline/kafka/connect';
import { until } from '../../support/until.ts';
import type { Walk } from '../walk.ts';

const EVENTS = 'hopline.events.v1';
const DEAD_LETTERS = 'hopline.deliveries.v1.dlq';
const GROUP = 'hopline.persist';
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

export const topics: Walk = {
  name: 'topics',
  async run({ visits, shops, system, step }) {
    const { page } = await visits.signIn(system.adminToken);
    const rowOf = (text: string) => page.getByRole('row').filter({ hasText: text });

    await step('the overview has the lag of every hop and rung', async () => {
      const lag = page.getByRole('region', { name: 'Lag' });
      for (const group of [GROUP, 'hopline.deliver', 'hopline.deliver.retry'])
        await lag.getByRole('link', { name: group, exact: true }).waitFor();
      for (const chart of await lag.locator('.chart').all())
        for (const line of ['persist', 'deliver', 'rung 2s'])
          await chart.locator('.u-legend').getByText(line, { exact: true }).waitFor();
      assert.equal(await lag.locator('.chart canvas').count(), 2);
    });

    await step('the topics are listed with what is in them', async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Topics' }).click();
      await rowOf('accepted events').getByText('well').waitFor();
      const cells = await rowOf('accepted events').getByRole('cell').allInnerTexts();
      assert.ok(
        cells.some((text) => /^\d[\d,]{2,}$/.test(text)),
        `hundreds of records: ${cells.join(' | ')}`,
      );
    });

    await step(
      'the tail has an event soon after it was sent, and goes to its payload and its event',
      async () => {
        await page.getByRole('link', { name: EVENTS }).first().click();
        await page
          .getByRole('button', { name: /^Open record/ })
          .first()
          .waitFor();
        const id = await shops.main.client.post('walk.topic', { seen: 'in the topic' });
        await rowOf('walk.topic')
          .getByRole('button', { name: /^Open record/ })
          .click();
        await page
          .getByRole('region', { name: /^Body of/ })
          .getByText('"seen": "in the topic"')
          .waitFor();
        await page.getByRole('link', { name: id }).click();
        await page.getByRole('heading', { name: 'Event walk.topic' }).waitFor();
        await page.goBack();
      },
    );

    await step('it is paused, sent to an offset, and goes on page by page', async () => {
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('status').getByText('paused').waitFor();
      const place = await page
        .getByRole('rowheader', { name: /^\d+:\d+$/ })
        .first()
        .innerText();
      const [partition = ''] = place.split(':');
      await page.getByRole('button', { name: /From$/ }).click();
      await page.getByRole('option', { name: 'an offset' }).click();
      await page.getByRole('button', { name: /Partition$/ }).click();
      await page.getByRole('option', { name: partition, exact: true }).click();
      await page.getByRole('spinbutton', { name: 'Offset' }).fill('0');
      await page.getByRole('button', { name: 'Go there' }).click();
      await page.getByRole('rowheader', { name: `${partition}:0`, exact: true }).waitFor();
      const shown = () => page.getByRole('rowheader', { name: /^\d+:\d+$/ }).count();
      const before = await shown();
      await page.getByRole('button', { name: 'Next records' }).click();
      await until('there are more', async () => (await shown()) > before);
    });

    await step('an offset that is not there is told', async () => {
      await page.goto(`/console/topics/${EVENTS}?partition=0&from=99999999`);
      await page.getByRole('alert').getByText('is an offset that is not there').waitFor();
    });

    await step('what cannot be read is shown as it is', async () => {
      const publisher = createPublisher(
        { brokers: system.kafka.brokers, clientId: 'walk', topics: [DEAD_LETTERS] },
        { log: SILENT },
      );
      await publisher.start();
      const value = Buffer.from('nothing of ours');
      await publisher.publish({ topic: DEAD_LETTERS, partition: 0, key: 'odd', value, headers: {} });
      await publisher.stop(AbortSignal.timeout(5000));
      await page.goto(`/console/topics/${DEAD_LETTERS}`);
      await rowOf('not readable').getByRole('button').click();
      await page.getByText(value.toString('base64')).waitFor();
    });

    await step('a group has its members and what each partition has left', async () => {
      await page.goto('/console/topics');
      await page.getByRole('link', { name: GROUP, exact: true }).click();
      await page.getByRole('rowheader', { name: 'hopline-persist' }).waitFor();
      await page
        .getByRole('region', { name: `Partitions of ${EVENTS}` })
        .getByRole('rowheader', { name: '11', exact: true })
        .waitFor();
    });

    await step("with an organization's key there are no topics", async () => {
      const { page: theirs } = await visits.signIn(shops.main.key, 'topics');
      await theirs.getByText('This needs the admin token').waitFor();
      assert.equal(await theirs.getByRole('link', { name: 'Topics' }).count(), 0);
    });
  },
};
