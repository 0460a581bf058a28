import type { EndpointQueue } from './endpoint-queue.ts';
import type { Job } from './job.ts';
import type { Slots } from './slots.ts';

export interface Turn {
  readonly endpoint: EndpointQueue;
  readonly job: Job;
}

export type Share = Pick<Slots, 'mayTake' | 'take'>;

/**
 * Whose turn it is: round robin over the organizations that have something to do, then over their endpoints, so that
 * neither an organization's burst nor one of its endpoints takes the slots from the others.
 */
export class Scheduler {
  // A Map is a ring here: the first entry has its turn and goes to the end.
  readonly #organizations = new Map<string, Map<string, EndpointQueue>>();

  /** How many endpoints wait for a slot. */
  get waiting(): number {
    let waiting = 0;
    for (const endpoints of this.#organizations.values()) waiting += endpoints.size;
    return waiting;
  }

  /** Tells that an endpoint may have become able to start a job. */
  offer(endpoint: EndpointQueue): void {
    if (!endpoint.canStart()) return;
    let endpoints = this.#organizations.get(endpoint.organizationId);
    if (!endpoints) {
      endpoints = new Map();
      this.#organizations.set(endpoint.organizationId, endpoints);
    }
    // By identity: after a rebalance and back, the queue of before may still stand here under the same id. The new one
    // takes its place; setting the same one again keeps its turn.
    endpoints.set(endpoint.id, endpoint);
  }

  /** Takes up to `limit` jobs; each counts as in flight with its endpoint, and has a slot of its organization's share. */
  take(limit: number, slots: Share): Turn[] {
    const turns: Turn[] = [];
    while (turns.length < limit) {
      const turn = this.#takeOne(slots);
      if (!turn) break;
      slots.take(turn.endpoint.organizationId);
      turns.push(turn);
    }
    return turns;
  }

  #takeOne(slots: Share): Turn | undefined {
    let others = Number.POSITIVE_INFINITY;
    // Once more when organizations turned out to have nothing to do: who has its share may have more than that without
    // them.
    while (this.#organizations.size < others) {
      others = this.#organizations.size;
      for (const [organizationId, endpoints] of this.#organizations) {
        // Who has its share already keeps its place in the ring.
        if (!slots.mayTake(organizationId, this.#organizations.size > 1)) continue;
        this.#organizations.delete(organizationId);
        const turn = takeFrom(endpoints);
        if (endpoints.size > 0) this.#organizations.set(organizationId, endpoints);
        if (turn) return turn;
      }
    }
    return undefined;
  }
}

function takeFrom(endpoints: Map<string, EndpointQueue>): Turn | undefined {
  for (const [id, endpoint] of endpoints) {
    endpoints.delete(id);
    // It may have been paused or cleared since it was offered.
    const job = endpoint.canStart() ? endpoint.take() : undefined;
    if (endpoint.canStart()) endpoints.set(id, endpoint);
    if (job) return { endpoint, job };
  }
  return undefined;
}
