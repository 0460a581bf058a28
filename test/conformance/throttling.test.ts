// Standard Webhooks, "Delivery success and failure": what an answer says of the endpoint and not only of one webhook.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { until } from '../support/until.ts';
import { at, startSender } from './sender.ts';

/** How many webhooks an endpoint gets at a time before anything is known of it. */
const AT_FIRST = 10;
const ANSWERS = new Map([
  ['/gone', 410],
  ['/fails', 500],
]);

const STATUSES = [429, 502, 504];

test('what an answer says of the endpoint', async (t) => {
  const busy = new Map(STATUSES.map((status) => [`/${status}`, new BusyReceiver(status)]));
  const sender = await startSender(t, {
    answer: ({ path }, response) => {
      const receiver = busy.get(path);
      receiver?.take(response);
      if (receiver) return undefined;
      return ANSWERS.get(path) ?? 200;
    },
    // What it opens for, and what an endpoint may fail for, is waited for here.
    deliverEnv: { BREAKER_OPEN: '1s', DISABLE_ENDPOINT_AFTER: '2s' },
  });
  const { receiver, ask } = sender;
  const isDisabled = (id: string, reason: string) =>
    until(`it is disabled: ${reason}`, async () => {
      const { json } = await ask('GET', `/api/endpoints/${id}`);
      return json.state === 'disabled' && json.disabled_reason === reason;
    });
  /** An event after which the endpoint of this path has got no other delivery than that of the first event. */
  async function getsNothingMore(id: string, path: string, first: string): Promise<void> {
    const second = await sender.post('order.made', {});
    await sender.arrived('/other', second);
    const { rows } = await sender.database.pool.query(
      'select event_id from deliveries where endpoint_id = $1',
      [id],
    );
    assert.deepEqual(rows, [{ event_id: first }]);
    assert.equal(at(receiver, path, second).length, 0);
  }
  await sender.makeEndpoint(`${receiver.url}/other`);
  const listener = await sender.makeEndpoint(`${receiver.url}/told`, {
    event_types: ['endpoint.disabled'],
    signature_version: 'v1a',
  });
  /** Its consumers learn of it, by a webhook like any other. */
  async function isTold(id: string, reason: string): Promise<void> {
    const told = await until(`it is told: ${reason}`, () =>
      receiver.received.find(({ path, body }) => path === '/told' && body.includes(id)),
    );
    const { type, data } = JSON.parse(told.body.toString('utf8'));
    assert.deepEqual([type, data.endpoint_id, data.reason], ['endpoint.disabled', id, reason]);
    await sender.accepted(told, listener.publicKey);
  }

  await t.test('410 Gone disables the endpoint: nothing more is sent to it, and that is told', async () => {
    const { id } = await sender.makeEndpoint(`${receiver.url}/gone`);
    const first = await sender.post('order.made', {});
    await isDisabled(id, 'gone');
    await getsNothingMore(id, '/gone', first);
    assert.equal(at(receiver, '/gone', first).length, 1);
    await isTold(id, 'gone');
  });

  await t.test('an endpoint that fails consistently is disabled, and that is told', async () => {
    const { id } = await sender.makeEndpoint(`${receiver.url}/fails`);
    const first = await sender.post('order.made', {});
    await isDisabled(id, 'failing');
    await getsNothingMore(id, '/fails', first);
    const attempts = at(receiver, '/fails', first);
    assert.ok(Number(attempts.at(-1)?.at) - Number(attempts[0]?.at) >= 1900, 'after one failure or two');
    await isTold(id, 'failing');
  });

  await t.test('429, 502 and 504 slow it down: fewer webhooks at a time', async () => {
    for (const path of busy.keys()) await sender.makeEndpoint(`${receiver.url}${path}`);
    for (let i = 0; i < 2 * AT_FIRST; i += 1) await sender.post('order.made', { i });
    for (const [path, one] of busy) {
      await until(`${path} has taken one`, () => one.hasTaken);
      assert.equal(one.mostBefore, AT_FIRST, path);
      assert.ok(one.mostAfter <= AT_FIRST / 2, `${path}: ${one.mostAfter} at a time`);
    }
  });
});

/** Holds what comes until so many are there as come at first, refuses those, and takes what comes then one by one. */
class BusyReceiver {
  /** How many there were at a time before it refused, and from then on until it took the first one. */
  mostBefore = 0;
  mostAfter = 0;
  hasTaken = false;
  readonly #status: number;
  readonly #held = new Set<ServerResponse>();
  #refused = false;

  constructor(status: number) {
    this.#status = status;
  }

  take(response: ServerResponse): void {
    this.#held.add(response);
    response.once('close', () => this.#held.delete(response));
    if (this.#refused) this.#takeLater(response);
    else this.#hold();
  }

  #hold(): void {
    this.mostBefore = this.#held.size;
    if (this.mostBefore < AT_FIRST) return;
    this.#refused = true;
    for (const one of this.#held) one.writeHead(this.#status).end();
    this.#held.clear();
  }

  #takeLater(response: ServerResponse): void {
    if (!this.hasTaken) this.mostAfter = Math.max(this.mostAfter, this.#held.size);
    // Time for those to come that would be sent beside it.
    setTimeout(() => {
      this.hasTaken = true;
      response.writeHead(200).end();
    }, 200);
  }
}
