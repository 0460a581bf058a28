import type { GetEventAnswer, ListInboxAnswer, ReconcileAnswer } from '../api/generated.ts';
import { HoplineError } from '../errors.ts';
import type { CallOptions, Transport } from '../http/transport.ts';
import { pause } from '../retry/pause.ts';
import type { FollowOptions } from '../streams/follow.ts';
import { LatelySeen } from '../streams/lately-seen.ts';
import { eachItem } from './pages.ts';

/** An event with its deliveries and their attempts. */
export type StoredEvent = GetEventAnswer;
/** An event as lists have it. */
export type InboxEvent = ListInboxAnswer['events'][number];
export type DeliveryState = StoredEvent['deliveries'][number]['state'];

/** Filters go together: an event fits all that are given. */
export interface EventFilter {
  /** Exact types, `order.*`, or `*`. */
  readonly types?: readonly string[] | undefined;
  /** Accepted at this time or later. Texts are RFC 3339. */
  readonly from?: Date | string | undefined;
  /** Accepted before this time. */
  readonly to?: Date | string | undefined;
  /** With a delivery in one of these states. */
  readonly states?: readonly DeliveryState[] | undefined;
  /** `never`: no delivery has succeeded, or there is none. */
  readonly delivered?: 'never' | undefined;
  /** `payload`: the payloads too. Numbers that a double cannot hold are rounded by JSON.parse. */
  readonly include?: 'payload' | undefined;
  /** Events a page, 1 to 100. */
  readonly limit?: number | undefined;
  /** Where to begin: the `nextCursor` of a page. */
  readonly cursor?: string | undefined;
}

export interface GetEventOptions extends CallOptions {
  /** Waits so long for an event that is accepted and not stored yet, in milliseconds; 0 without it. */
  readonly waitMs?: number | undefined;
}

export interface EventStreamOptions extends FollowOptions {
  /** Exact types, `order.*`, or `*`. */
  readonly types?: readonly string[] | undefined;
}

export interface ReconcileRange {
  /** A whole hour in UTC, such as `2026-03-01T12:00Z`; a day before `to` without it. */
  readonly from?: Date | string | undefined;
  /** The hour that does not belong to it any more; the one that is now is the last without it. */
  readonly to?: Date | string | undefined;
}

/** What became of all that was sent, hour by hour. */
export type Reconciliation = ReconcileAnswer;

/** An event that was stored a moment ago, without its payload. */
export interface LiveEvent extends Omit<InboxEvent, 'deliveries' | 'payload'> {
  /** How long the body of its webhooks is. */
  readonly bytes: number;
}

/** A message of the stream of events. */
export type EventsMessage =
  | {
      readonly kind: 'event';
      readonly event: LiveEvent;
      /** For `lastEventId` of another stream that goes on here, up to 15 s later. */
      readonly lastEventId: string;
    }
  /** So many events more came in and are not shown; with `atLeast` there may have been still others. */
  | { readonly kind: 'more'; readonly count: number; readonly atLeast: boolean };

/** The events that were accepted, and what became of them. */
export class Events {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * An event, its deliveries and their attempts.
   * @throws {HoplineError} HPL_EVENT_NOT_STORED when it is not there (in time), HPL_EVENT_EXPIRED when it is there no more
   */
  async get(id: string, { waitMs = 0, signal }: GetEventOptions = {}): Promise<StoredEvent> {
    const end = performance.now() + waitMs;
    for (;;) {
      try {
        return await this.#transport.ask('getEvent', { id, signal });
      } catch (error) {
        if (!(error instanceof HoplineError) || error.code !== 'HPL_EVENT_NOT_STORED') throw error;
        const left = end - performance.now();
        if (left <= 0) throw error;
        await pause(Math.min(left, error.retryAfterMs ?? 1000), signal);
      }
    }
  }

  /** The events, newest first. */
  list(filter: EventFilter = {}, options: CallOptions = {}): AsyncGenerator<InboxEvent, void, undefined> {
    return eachItem(async (cursor) => {
      const { events, nextCursor } = await this.page({ ...filter, cursor }, options);
      return { items: events, nextCursor };
    }, filter.cursor);
  }

  /** One page of them. It may hold fewer than `limit` without being the last: only a `nextCursor` of null says that. */
  page(filter: EventFilter = {}, { signal }: CallOptions = {}): Promise<ListInboxAnswer> {
    const { types, from, to, states, delivered, include, limit, cursor } = filter;
    const query = { type: types, from, to, status: states, delivered, include, limit, cursor };
    return this.#transport.ask('listInbox', { query, signal });
  }

  /**
   * The events as they come in, for looking on: at most 50 a second. It goes on when its connection breaks, until the loop or
   * the signal ends it; what was stored while there was none is shown afterwards, up to 15 s back, and some may be counted twice then.
   * The list has all.
   * @throws {HoplineError} when it is refused, such as after the key was revoked, or cannot be opened again
   */
  async *stream(options: EventStreamOptions = {}): AsyncGenerator<EventsMessage, void, undefined> {
    const { types, ...rest } = options;
    const messages = this.#transport.follow('streamEvents', { ...rest, query: { type: types } });
    const seen = new LatelySeen();
    for await (const { event, data, lastEventId } of messages) {
      if (event === 'event' && seen.isNew((data as LiveEvent).id))
        yield { kind: 'event', event: data as LiveEvent, lastEventId };
      else if (event === 'more') yield { kind: 'more', ...(data as { count: number; atLeast: boolean }) };
    }
  }

  /** Hour by hour, what became of all that was sent. */
  reconcile(range: ReconcileRange = {}, { signal }: CallOptions = {}): Promise<Reconciliation> {
    return this.#transport.ask('reconcile', { query: { ...range }, signal });
  }
}
