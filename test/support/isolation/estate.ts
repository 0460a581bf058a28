// All that an organization can have, and what would give it away in somebody else's answer.
import { randomBytes } from 'node:crypto';
import { call, createTenant } from '../../integration/api-fixture.ts';
import type { Cleanup } from '../cleanup.ts';
import { startReceiver } from '../receiver.ts';
import type { ThreeHops } from '../three-hops.ts';
import { until } from '../until.ts';

export interface Estate {
  readonly apiKey: string;
  readonly organizationId: string;
  /** Of a second key, which nothing here depends on. */
  readonly keyId: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly deliveryId: string;
  readonly replayId: string;
  readonly eventType: string;
  readonly dedupId: string;
  readonly orderingKey: string;
  /** Of Kafka: where its events are, and who reads them. */
  readonly topic: string;
  readonly group: string;
  /** By the path of the list that it is for: a place in the middle of the organization's. */
  readonly cursors: Readonly<Record<string, string>>;
  /** Its ids, names, secrets, URLs and payloads: texts that stand nowhere else. */
  readonly giveaways: readonly string[];
}

const mark = (what: string) => `${what}.${randomBytes(8).toString('hex')}`;

/** Makes an organization with keys, an endpoint, two delivered events of which the second is failed, and a replay. */
export async function makeEstate(t: Cleanup, hops: ThreeHops): Promise<Estate> {
  const { url, database } = hops;
  const name = mark('name');
  const keyName = mark('key-name');
  const [path, token, description, header] = [
    mark('path'),
    mark('token'),
    mark('description'),
    mark('header'),
  ];
  const [eventType, dedupId, orderingKey] = [mark('type'), mark('dedup'), mark('order')];
  const [payload, said] = [mark('payload'), mark('answer')];
  const receiver = await startReceiver(t, (_request, response) => {
    response.writeHead(500).end(said);
    return undefined;
  });
  const { apiKey, organizationId, keyId: firstKeyId } = await createTenant(url, name);
  const ask = async (method: string, where: string, body?: object) => {
    const answer = await call(`${url}${where}`, method, { key: apiKey, ...(body ? { body } : {}) });
    if (answer.status >= 300) throw new Error(`${method} ${where}: ${answer.text}`);
    return answer.json as Record<string, string>;
  };
  const second = await ask('POST', '/api/keys', { name: keyName });
  const endpoint = await ask('POST', '/api/endpoints', {
    url: `${receiver.url}/${path}?token=${token}`,
    ...{ description, retry_schedule: [], headers: [{ name: 'x-token', value: header }] },
  });
  const post = (dedup: string | undefined) =>
    ask('POST', '/api/events', {
      ...{ type: eventType, dedup_id: dedup, ordering_key: orderingKey, payload: { payload } },
    });
  const first = await until('Kafka answers', () => post(dedupId).catch(() => undefined));
  const eventId = first.id ?? '';
  await post(undefined);
  // With all that is written after it: the dead letter, and how the endpoint is doing.
  const deliveries = await until('both deliveries are dead', async () => {
    const { rows } = await database.pool.query<{ id: string; trace_id: string | null }>(
      `select d.id, a.trace_id from deliveries d
         join attempts a on a.delivery_id = d.id join endpoints e on e.id = d.endpoint_id
        where d.organization_id = $1 and d.dlq_at is not null and e.failing_since is not null
        order by d.event_id = $2 desc`,
      [organizationId, eventId],
    );
    return rows.length === 2 && rows;
  });
  const { id: replayId = '' } = await ask('POST', '/api/replays', { select: 'failed' });
  await ask('POST', `/api/endpoints/${endpoint.id}/replay`, { select: 'failed' });
  const cursors: Record<string, string> = {
    '/api/organizations': organizationId,
    '/api/admin/topics/{name}/records': '0:0',
  };
  for (const list of ['/api/inbox', '/api/deliveries', '/api/replays', '/api/keys']) {
    cursors[list] = (await ask('GET', `${list}?limit=1`)).next_cursor ?? '';
  }
  return {
    ...{ apiKey, organizationId, eventId, replayId, eventType, dedupId, orderingKey, cursors },
    ...{ topic: hops.topics.topics.events, group: hops.topics.groups.persist },
    keyId: second.id ?? '',
    endpointId: endpoint.id ?? '',
    deliveryId: deliveries[0]?.id ?? '',
    giveaways: [
      ...[name, keyName, path, token, description, header, eventType, dedupId, orderingKey, payload, said],
      ...[organizationId, firstKeyId, apiKey, second.id, second.api_key, endpoint.id, endpoint.secret],
      ...[eventId, replayId, ...deliveries.flatMap(({ id, trace_id }) => [id, trace_id])],
    ].filter((one): one is string => typeof one === 'string' && one !== ''),
  };
}
