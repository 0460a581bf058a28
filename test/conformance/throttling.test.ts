// Standard Webhooks, "Delivery success and failure": what an answer says of the endpoint and not only of one webhook.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { until } from '../support/until.ts';
import { at, startSender } from './sender.ts';

/** How many webhooks an endpoint gets at a time before anything is known of it. */
const AT_FIRST = 10;

test('410 Gone disables the endpoint: nothing more is sent to it', async (t) => {
  const sender = await startSender(t, { answer: ({ path }) => (path === '/gone' ? 410 : 200) });
  const { id } = await sender.makeEndpoint(`${sender.receiver.url}/gone`);
  await sender.makeEndpoint(`${sender.receiver.url}/other`);
  const first = await sender.post('order.made', {});
  await until('it is disabled', async () => {
    const { json } = await sender.ask('GET', `/api/endpoints/${id}`);
    return json.state === 'disabled' && json.disabled_reason === 'gone';
  });
  const second = await sender.post('order.made', {});
  await sender.arrived('/other', second);
  const { rows } = await sender.database.pool.query(
    'select event_id, state from deliveries where endpoint_id = $1',
    [id],
  );
  assert.deepEqual(
    rows.map(({ event_id }) => event_id),
    [first],
  );
  assert.equal(at(sender.receiver, '/gone', first).length, 1);
  assert.equal(at(sender.receiver, '/gone', second).length, 0);
});

test('429, 502 and 504 slow it down: fewer webhooks at a time', async (t) => {
  const statuses = [429, 502, 504];
  const busy = new Map(statuses.map((status) => [`/${status}`, new BusyReceiver(status)]));
  const sender = await startSender(t, {
    answer: ({ path }, response) => {
      busy.get(path)?.take(response);
      return undefined;
    },
    // What it opens for is waited for here.
    deliverEnv: { BREAKER_OPEN: '1s' },
  });
  for (const path of busy.keys()) await sender.makeEndpoint(`${sender.receiver.url}${path}`);
  for (let i = 0; i < 2 * AT_FIRST; i += 1) await sender.post('order.made', { i });
  for (const [path, receiver] of busy) {
    await until(`${path} has taken one`, () => receiver.hasTaken);
    assert.equal(receiver.mostBefore, AT_FIRST, path);
    assert.ok(receiver.mostAfter <= AT_FIRST / 2, `${path}: ${receiver.mostAfter} at a time`);
  }
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
