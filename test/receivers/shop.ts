// An organization of its own with one endpoint, the receiver.
import { ADMIN_TOKEN, type Answer, call } from '../integration/api-fixture.ts';
import type { ThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';

export interface Shop {
  readonly endpointId: string;
  /** The secret that the endpoint began with. */
  readonly secret: string;
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Posts events with these payloads, as JSON texts, and gives their ids. */
  post(payloads: readonly string[]): Promise<string[]>;
  /** Posts one event as large as there is, and gives its id. */
  postLargest(): Promise<string>;
  /** Replaces the secret and gives the new one. */
  rotate(request: object): Promise<string>;
  /** Waits until all its deliveries have succeeded. */
  delivered(): Promise<void>;
  /** The status codes of all attempts, with how many there were of each; null where there was no answer. */
  statuses(): Promise<Map<number | null, number>>;
}

let posted = 0;

/** @param hook URL of the receiver */
export async function openShop(hops: ThreeHops, hook: string): Promise<Shop> {
  const made = await call(`${hops.url}/api/keys/generate`, 'POST', {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    // The one without a rate limit.
    body: { organization_name: 'A shop', tier: 'enterprise' },
  });
  const key = String(made.json.api_key);
  const ask = (method: string, path: string, body?: unknown) =>
    call(`${hops.url}${path}`, method, { key, ...(body === undefined ? {} : { body }) });
  // It is tried again for a minute, however long a receiver takes to start.
  const endpoint = await ask('POST', '/api/endpoints', {
    url: hook,
    retry_schedule: new Array(100).fill('600ms'),
  });
  if (endpoint.status !== 201) throw new Error(endpoint.text);
  const endpointId = String(endpoint.json.id);
  const { pool } = hops.database;

  /** Kafka may still be electing leaders of the new topics. */
  const accepted = (post: () => Promise<Answer>) =>
    until('the events are accepted', async () => {
      const answer = await post();
      if ([400, 401, 413, 415].includes(answer.status)) throw new Error(answer.text);
      return answer.status === 202 ? answer : undefined;
    });

  return {
    endpointId,
    secret: String(endpoint.json.secret),
    ask,
    async post(payloads) {
      const lines = payloads.map((payload) => {
        posted += 1;
        return `{"type":"order.created","dedup_id":"order-${posted}","payload":${payload}}`;
      });
      const body = `{"events":[${lines.join(',')}]}`;
      const { items } = await until('all of the batch is accepted', async () => {
        const { json } = await accepted(() => ask('POST', '/api/events/batch', body));
        return json.accepted === payloads.length ? (json as { items: { id: string }[] }) : undefined;
      });
      return items.map(({ id }) => id);
    },
    async postLargest() {
      posted += 1;
      const headers = {
        'ce-specversion': '1.0',
        'ce-id': `order-${posted}`,
        'ce-source': '/shop',
        'ce-type': 't'.repeat(128),
      };
      const body = JSON.stringify({ x: 'x'.repeat(256 * 1024 - '{"x":""}'.length) });
      const { json } = await accepted(() => call(`${hops.url}/api/events`, 'POST', { key, headers, body }));
      return String(json.id);
    },
    async rotate(request) {
      const answer = await ask('POST', `/api/endpoints/${endpointId}/rotate-secret`, request);
      if (answer.status !== 200) throw new Error(answer.text);
      return String(answer.json.secret);
    },
    async delivered() {
      await until(
        'all deliveries have succeeded',
        async () => {
          const { rows } = await pool.query<{ open: number }>(
            `select count(*)::int as open from deliveries where endpoint_id = $1 and state <> 'succeeded'`,
            [endpointId],
          );
          return rows[0]?.open === 0;
        },
        120_000,
      );
    },
    async statuses() {
      const { rows } = await pool.query<{ status_code: number | null; n: number }>(
        `select a.status_code, count(*)::int as n from attempts a join deliveries d on d.id = a.delivery_id
          where d.endpoint_id = $1 group by a.status_code`,
        [endpointId],
      );
      return new Map(rows.map(({ status_code, n }) => [status_code, n]));
    },
  };
}
