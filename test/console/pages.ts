// Every page of the console, by its path below /console/, with things that are there.
import type { Shops } from './shops.ts';

export interface Pages {
  readonly key: readonly string[];
  readonly administrator: readonly string[];
  /** An event that two endpoints wanted, and an endpoint. */
  readonly event: string;
  readonly endpoint: string;
}

export async function pagesOf({ main }: Shops): Promise<Pages> {
  const { client } = main;
  const first = async (path: string, member: string) => {
    const [found] = await client.list(path, member);
    if (!found) throw new Error(`${path} has nothing that a page could show`);
    return found;
  };
  const { id: endpointId } = await first('/api/endpoints', 'endpoints');
  const delivery = await first('/api/deliveries?type=github.release', 'deliveries');
  const { id: replayId } = await first('/api/replays', 'replays');
  const [event, endpoint] = [`events/${delivery.event_id}`, `endpoints/${endpointId}`];
  return {
    ...{ event, endpoint },
    key: [
      ...['', 'events', 'events/tail', 'endpoints', 'endpoints/new', 'deliveries', 'dead-letters'],
      ...['replays', 'reconcile', 'keys'],
      ...[event, endpoint, `deliveries/${delivery.id}`, `replays/${replayId}`],
    ],
    administrator: [
      ...['', 'organizations', `organizations/${main.id}`, `keys?organization=${main.id}`],
      ...['topics', 'topics/hopline.events.v1', 'groups/hopline.persist'],
      ...[`?organization=${main.id}`, `events?organization=${main.id}`, `reconcile?organization=${main.id}`],
    ],
  };
}
