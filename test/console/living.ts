// Things of an organization that are there and can be asked for and changed, one of each kind: what the walks have made is deleted,
// cancelled or finished when they end, and is refused to everybody.
import { until } from '../support/until.ts';
import type { Shop, Shops } from './shops.ts';

export interface Living {
  /** By the path of the kind: `/api/endpoints`. */
  readonly ids: Readonly<Record<string, string>>;
  /** By the parameter, or the member of a body, that names one: `endpoint_id`. */
  readonly named: Readonly<Record<string, string>>;
}

const TYPE = 'refused.one';

/** An endpoint with a dead delivery, a replay that waits for an endpoint which is paused, and a key. */
export async function makeLiving({
  main,
  receiver,
  broken,
}: Pick<Shops, 'main' | 'receiver' | 'broken'>): Promise<Living> {
  const { client, id: organizationId } = main;
  broken.add('/refused');
  const url = `${receiver.url}/refused`;
  const { id: endpointId } = await client.makeEndpoint({ url, event_types: [TYPE], retry_schedule: [] });
  const eventId = await client.post(TYPE, { n: 1 });
  const delivery = await until('the delivery is dead', async () => {
    const [found] = await client.list(`/api/deliveries?endpoint_id=${endpointId}`, 'deliveries');
    return found?.state === 'dead' && found;
  });
  const held = await client.makeEndpoint({ url, event_types: ['none.such'], paused: true });
  const replay = await client.json('POST', `/api/endpoints/${held.id}/replay`, {});
  const key = await client.json('POST', '/api/keys', { name: 'for whoever is refused' });
  const [deliveryId, replayId, keyId] = [String(delivery.id), String(replay.id), String(key.id)];
  return {
    ids: {
      ...{ '/api/endpoints': endpointId, '/api/events': eventId, '/api/deliveries': deliveryId },
      ...{ '/api/replays': replayId, '/api/keys': keyId, '/api/organizations': organizationId },
    },
    named: {
      ...{ endpoint_id: endpointId, event_id: eventId, key_id: keyId, organization_id: organizationId },
    },
  };
}

/** What gives an organization away in somebody else's answer: its ids, as far as the first pages of its lists have them. */
export async function idsOf({ id, name, client }: Shop): Promise<readonly string[]> {
  const lists = [
    ...(['endpoints', 'keys', 'replays', 'deliveries'] as const).map((list) => [list, list] as const),
    ['inbox', 'events'] as const,
  ];
  const found = await Promise.all(lists.map(([path, member]) => client.list(`/api/${path}`, member)));
  return [id, name, ...found.flat().map((one) => String(one.id))];
}
