import type { GetDeliveryAnswer, ListDeliveriesAnswer } from '../api/generated.ts';
import type { CallOptions, Transport } from '../http/transport.ts';
import type { DeliveryState } from './events.ts';
import { eachItem } from './pages.ts';

/** An event on its way to one endpoint, with its newest attempts. */
export type Delivery = GetDeliveryAnswer;

/** Filters go together: a delivery fits all that are given. */
export interface DeliveryFilter {
  readonly endpointId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly states?: readonly DeliveryState[] | undefined;
  /** Types of events: exact, `order.*`, or `*`. */
  readonly types?: readonly string[] | undefined;
  /** Of events that were accepted at this time or later. Texts are RFC 3339. */
  readonly from?: Date | string | undefined;
  /** Of events that were accepted before this time. */
  readonly to?: Date | string | undefined;
  /** Deliveries a page, 1 to 100. */
  readonly limit?: number | undefined;
  /** Where to begin: the `nextCursor` of a page. */
  readonly cursor?: string | undefined;
}

/** What became of each delivery, and one more try. */
export class Deliveries {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The deliveries, those of the newest events first. */
  list(filter: DeliveryFilter = {}, options: CallOptions = {}): AsyncGenerator<Delivery, void, undefined> {
    return eachItem(async (cursor) => {
      const { deliveries, nextCursor } = await this.page({ ...filter, cursor }, options);
      return { items: deliveries, nextCursor };
    }, filter.cursor);
  }

  /** One page of them. It may hold fewer than `limit` without being the last: only a `nextCursor` of null says that. */
  page(filter: DeliveryFilter = {}, { signal }: CallOptions = {}): Promise<ListDeliveriesAnswer> {
    const { endpointId, eventId, states, types, from, to, limit, cursor } = filter;
    const query = {
      endpoint_id: endpointId,
      event_id: eventId,
      state: states,
      type: types,
      from,
      to,
      limit,
      cursor,
    };
    return this.#transport.ask('listDeliveries', { query, signal });
  }

  get(id: string, { signal }: CallOptions = {}): Promise<Delivery> {
    return this.#transport.ask('getDelivery', { id, signal });
  }

  /** Has it attempted once more, whatever became of it. Not sent again by itself when it is unknown whether it was done. */
  async retry(id: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#transport.ask('retryDelivery', { id, signal });
  }

  /** One that waits, or is dead, is not attempted any more. */
  async cancel(id: string, { signal }: CallOptions = {}): Promise<void> {
    // One that is cancelled already stays so.
    await this.#transport.ask('cancelDelivery', { id, signal, isRepeatable: true });
  }
}
