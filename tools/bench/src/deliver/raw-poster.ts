// The yardstick: posts the pending deliveries as they stand in Postgres with bare undici, signed in the same way, over as
// many connections as deliver would use, and writes nothing down. A process of its own, as deliver is.
import { createHmac } from 'node:crypto';
import { createPool } from '@hopline/postgres/pool';
import { Pool } from 'undici';
import type { Endpoint } from '../receive/customers.ts';

export interface RawJob {
  readonly databaseUrl: string;
  readonly endpoints: readonly Endpoint[];
  /** Posts under way at a time. */
  readonly concurrency: number;
  /** Connections for each endpoint. */
  readonly connections: number;
}

interface Post {
  readonly to: Receiver;
  readonly id: string;
  readonly body: Buffer;
}

interface Receiver {
  readonly pool: Pool;
  readonly path: string;
  readonly key: Buffer;
}

function send({ to: { pool, path, key }, id, body }: Post) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
  return pool.request({ method: 'POST', path, headers, body });
}

async function readPosts({ databaseUrl, endpoints, connections }: RawJob): Promise<Post[]> {
  const byId = new Map(
    endpoints.map(({ id, url, path, secret }): [string, Receiver] => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      return [id, { pool: new Pool(new URL(url).origin, { connections, pipelining: 1 }), path, key }];
    }),
  );
  const database = createPool({ databaseUrl, size: 1, applicationName: 'bench', onIdleError: () => {} });
  const { rows } = await database.query<{ endpoint_id: string; id: string; body: Buffer }>(
    `select d.endpoint_id, v.id, v.body
       from deliveries d join events v on v.day = d.day and v.id = d.event_id
      where d.state = 'pending'
      order by d.created_at, d.id`,
  );
  await database.end();
  return rows.map(({ endpoint_id, id, body }) => {
    const to = byId.get(endpoint_id);
    if (!to) throw new Error(`a delivery to an unknown endpoint ${endpoint_id}`);
    return { to, id, body };
  });
}

async function postAll(posts: readonly Post[], concurrency: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let post = posts[next++]; post; post = posts[next++]) {
      const { statusCode, body } = await send(post);
      await body.dump();
      if (statusCode >= 300) throw new Error(`the receiver answered ${statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

process.once('message', async (job: RawJob) => {
  const posts = await readPosts(job);
  process.once('message', async () => {
    await postAll(posts, job.concurrency);
    process.send?.('done');
  });
  process.send?.('ready');
});
process.on('disconnect', () => process.exit(0));
