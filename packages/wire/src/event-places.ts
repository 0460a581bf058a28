// Where an event goes: its Kafka key and the partition that follows from it. Events of one organization stay in one
// partition and so in order, or, with ordering keys, those of one key. An organization too big for one partition is
// spread: each of its events without an ordering key goes where its id says, so that a repeated one meets the first.
import { eventKey } from './event.ts';
import { keyHash, partitionFor } from './partitioner.ts';

/** A key, and its partition by Kafka's own partitioner. */
export interface EventPlace {
  readonly key: string;
  readonly partition: number;
}

/** Organizations whose places are remembered: computing one costs a hash of its key, or of dozens for a spread one. */
const MAX_REMEMBERED = 10_000;

interface Remembered {
  readonly spread: number;
  readonly partitions: number;
  readonly places: readonly EventPlace[];
}

/** Chooses places, and remembers those of the organizations that it met last. */
export class EventPlaces {
  readonly #remembered = new Map<string, Remembered>();

  /**
   * @param spread over how many partitions the organization's events without an ordering key go, from 1
   * @param partitions how many the events topic has
   */
  placeOf(
    event: { readonly id: string; readonly organizationId: string; readonly orderingKey: string | null },
    { spread, partitions }: { readonly spread: number; readonly partitions: number },
  ): EventPlace {
    const { id, organizationId, orderingKey } = event;
    if (orderingKey !== null) {
      const key = eventKey(organizationId, orderingKey);
      return { key, partition: partitionFor(key, partitions) };
    }
    const places = this.#placesOf(organizationId, spread, partitions);
    return places[places.length === 1 ? 0 : keyHash(id) % places.length] as EventPlace;
  }

  #placesOf(organizationId: string, spread: number, partitions: number): readonly EventPlace[] {
    const found = this.#remembered.get(organizationId);
    if (found?.spread === spread && found.partitions === partitions) return found.places;
    const places = spreadPlaces(organizationId, spread, partitions);
    // Whoever is still there will be remembered again.
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(organizationId, { spread, partitions, places });
    return places;
  }
}

/**
 * The places over which an organization's events are spread: as many different partitions as `spread` says, or all when
 * it has fewer. Keys are `organization id:k`. Numbered from 0 their partitions would collide as any hashes do, and one
 * would hold the share of several; so `k` is the smallest number of its residue class modulo the spread whose
 * partition is still free. The same three arguments give the same places in every process.
 */
export function spreadPlaces(
  organizationId: string,
  spread: number,
  partitions: number,
): readonly EventPlace[] {
  const count = Math.min(spread, partitions);
  if (count <= 1) {
    return [{ key: organizationId, partition: partitionFor(organizationId, partitions) }];
  }
  const taken = new Set<number>();
  return Array.from({ length: count }, (_, residue) => {
    for (let k = residue; ; k += count) {
      const key = `${organizationId}:${k}`;
      const partition = partitionFor(key, partitions);
      if (taken.has(partition)) continue;
      taken.add(partition);
      return { key, partition };
    }
  });
}
