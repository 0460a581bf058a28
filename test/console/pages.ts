// Every page of the console, by its path below /console/, with things that are there.
import type { Shops } from './shops.ts';

export interface Pages {
  readonly key: readonly string[];
  readonly administrator: readonly string[];
}

export async function pagesOf({ main }: Shops): Promise<Pages> {
  const { client } = main;
  const first = async (path: string, member: string) => (await client.list(path, member))[0] ?? {};
  const endpoint = await first('/api/endpoints', 'endpoints');
  const delivery = await first('/api/deliveries?type=github.release', 'deliveries');
  const replay = await first('/api/replays', 'replays');
  return {
    key: [
      ...['', 'events', 'events/tail', 'endpoints', 'endpoints/new', 'deliveries', 'dead-letters'],
      ...['replays', 'reconcile', 'keys'],
      ...[`events/${delivery.event_id}`, `endpoints/${endpoint.id}`, `deliveries/${delivery.id}`],
      ...(replay.id === undefined ? [] : [`replays/${replay.id}`]),
    ],
    administrator: [
      ...['', 'organizations', `organizations/${main.id}`, `keys?organization=${main.id}`],
      ...['topics', 'topics/hopline.events.v1', 'groups/hopline.persist'],
      ...[`?organization=${main.id}`, `events?organization=${main.id}`, `reconcile?organization=${main.id}`],
    ],
  };
}
