import assert from 'node:assert/strict';
import { until } from '../../support/until.ts';
import { type Client, clientOf } from '../client.ts';
import { idsOf, makeLiving } from '../living.ts';
import { inOrder, type Repeated, repeatOf } from '../repeat-calls.ts';
import type { Walk } from '../walk.ts';

const REFUSED = [401, 403, 404];
/** Whoever has a key or the token signs in, whatever else is sent. */
const SIGN_IN = '/api/sessions';

export const refused: Walk = {
  name: "another organization's portal",
  async run({ visits, shops, system, step }) {
    const { main, other } = shops;
    const { token } = await other.client.json('POST', '/api/portal-sessions', {});
    const stranger = clientOf(system.url, String(token));
    const living = await makeLiving(shops);
    const known = await idsOf(main);
    const calls = visits.calls
      .filter(({ status, path }) => status !== undefined && status < 300 && path !== SIGN_IN)
      .map((call) => repeatOf(call, living));
    const asked = inOrder([...new Map(calls.map((call) => [call.name, call])).values()]);

    await step(
      'what names a thing is refused to it, or knows of nothing, and its owner may ask it',
      async () => {
        const naming = asked.filter(({ names }) => names !== 'none');
        assert.ok(naming.length > 20, `only ${naming.length} different requests were recorded`);
        let found = 0;
        for (const call of naming) {
          const answer = await answerTo(stranger, call);
          const said = `${call.name} was answered ${answer.status} ${answer.text.slice(0, 300)}`;
          if (call.names === 'one') assert.ok(REFUSED.includes(answer.status), said);
          else assert.deepEqual([answer.status, itemsOf(answer.text)], [200, []], said);
          assert.deepEqual(
            known.filter((id) => answer.text.includes(id)),
            [],
            said,
          );
          // What is refused to everybody proves nothing. A delivery may be on its way from what was asked before.
          const owner = call.isAdministrators ? clientOf(system.url, system.adminToken) : main.client;
          const own = await until(`its owner is answered: ${call.name}`, async () => {
            const { status, text } = await answerTo(owner, call);
            return status < 300 && text;
          }).catch((error: unknown) => assert.fail(String(error)));
          if (call.names === 'some' && itemsOf(own).length > 0) found += 1;
        }
        assert.ok(found > 0, 'no list that is filtered by a thing had anything for its owner');
      },
    );

    await step('what names nothing is refused to it, or tells of its own organization alone', async () => {
      const plain = asked.filter(({ names }) => names === 'none');
      assert.ok(plain.length > 10, `only ${plain.length} different requests were recorded`);
      for (const call of plain) {
        const { status, text } = await answerTo(stranger, call);
        const said = `${call.name} was answered ${status} ${text.slice(0, 300)}`;
        assert.ok(status < 500, said);
        if (call.isAdministrators) assert.ok(REFUSED.includes(status), said);
        assert.deepEqual(
          known.filter((id) => text.includes(id)),
          [],
          said,
        );
      }
    });
  },
};

async function answerTo(client: Client, { method, path, body }: Repeated) {
  const response = await client.ask(method, path, body);
  const { status } = response;
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    return { status, text: (await response.text()) || 'nothing' };
  // It has no end.
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return { status, text: new TextDecoder().decode(first?.value) };
}

/** What a list has. */
function itemsOf(text: string): readonly unknown[] {
  return Object.values(JSON.parse(text)).filter(Array.isArray).flat();
}
