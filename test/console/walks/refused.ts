import assert from 'node:assert/strict';
import { clientOf } from '../client.ts';
import type { Walk } from '../walk.ts';

/** What a portal may ask of its own organization: the answer must then be that one's. */
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const REFUSED = [401, 403, 404];

export const refused: Walk = {
  name: "another organization's portal",
  async run({ visits, shops, system, step }) {
    const { token } = (await shops.other.client.json('POST', '/api/portal-sessions', {})) as {
      token: string;
    };
    const client = clientOf(system.url, token);
    const own = new Set([shops.other.id]);
    const asked = new Map(
      visits.calls
        .filter(({ status, query, path }) => status !== undefined && status < 300 && IDS.test(path + query))
        .map((call) => [`${call.method} ${call.path}${call.query}`, call] as const),
    );

    await step(
      'everything that the walks asked about one thing is refused to it, or shows nothing of it',
      async () => {
        assert.ok(asked.size > 20, `only ${asked.size} requests were recorded`);
        for (const [name, { method, path, query, body }] of asked) {
          const answer = await client.ask(
            method,
            `${path}${query}`,
            body === null ? undefined : JSON.parse(body),
          );
          const text = await answer.text();
          if (own.has(IDS.exec(path)?.[0] ?? '')) continue;
          // A list that is filtered by another's endpoint is an empty one.
          if (!IDS.test(path) && answer.ok) assert.match(text, /:\[\]/, `${name}: ${text.slice(0, 300)}`);
          else assert.ok(REFUSED.includes(answer.status), `${name} was answered ${answer.status}`);
        }
      },
    );
  },
};
