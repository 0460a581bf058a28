import assert from 'node:assert/strict';
import type { Walk } from '../walk.ts';
import { settle } from './look.ts';

/** What changes something, wherever it stands. */
const ACTIONS =
  /^(New|Create|Edit|Delete|Pause|Resume|Rotate|Revoke|Replay|Send|Cancel|Attempt|Enable|Save|Make)/;

export const reader: Walk = {
  name: 'a key that may only read',
  async run({ visits, shops, system, step }) {
    const { client } = shops.main;
    const key = await client.makeKey('a reader', ['read']);
    const { page, seen } = await visits.signIn(key);
    const [endpoint] = await client.list('/api/endpoints', 'endpoints');
    const [delivery] = await client.list('/api/deliveries', 'deliveries');

    await step('it is offered nothing that it may not do', async () => {
      const paths = ['', 'events', 'endpoints', 'deliveries', 'dead-letters', 'replays'];
      paths.push(`endpoints/${endpoint?.id}`, `deliveries/${delivery?.id}`, `events/${delivery?.event_id}`);
      for (const path of paths) {
        await page.goto(`/console/${path}`);
        await settle(page);
        const names = await page.getByRole('main').getByRole('button').allInnerTexts();
        const links = await page.getByRole('main').getByRole('link').allInnerTexts();
        assert.deepEqual(
          [...names, ...links].filter((name) => ACTIONS.test(name)),
          [],
          path,
        );
      }
      assert.equal(await page.getByRole('link', { name: 'Keys' }).count(), 0);
    });

    await step('a link to what it may not do says what that takes', async () => {
      for (const path of ['endpoints/new', 'keys']) {
        await page.goto(`/console/${path}`);
        await page.getByText('scope manage').waitFor();
      }
      await page.goto('/console/organizations');
      await page.getByText('needs the admin token').waitFor();
      assert.deepEqual(
        seen.apiCalls.filter(({ status }) => status === 403),
        [],
      );
    });

    await step('the API refuses it, too, also with the session of the page', async () => {
      const session = await page.context().request.get(`${system.url}/api/sessions/current`);
      const {
        session: { csrf_token: csrf },
      } = (await session.json()) as { session: { csrf_token: string } };
      for (const [method, path] of [
        ['POST', '/api/endpoints'],
        ['DELETE', `/api/endpoints/${endpoint?.id}`],
        ['POST', `/api/deliveries/${delivery?.id}/retry`],
        ['POST', '/api/replays'],
        ['POST', '/api/keys'],
      ] as const) {
        const answer = await page.context().request.fetch(`${system.url}${path}`, {
          method,
          headers: { 'x-csrf-token': csrf },
          ...(method === 'POST' ? { data: {} } : {}),
        });
        assert.equal(answer.status(), 403, `${method} ${path}: ${await answer.text()}`);
      }
    });
  },
};
