import { HoplineError, ofEvent } from './errors.ts';
import { type EventInput, encodeEvent } from './events/event.ts';
import { createPostBatch } from './events/post-batch.ts';
import { type BatchResult, sendBatch } from './events/send-batch.ts';
import type { PostBatch } from './events/send-each.ts';
import { type CallOptions, Transport } from './http/transport.ts';
import { type HoplineOptions, readOptions } from './options.ts';
import { Deliveries } from './resources/deliveries.ts';
import { Endpoints } from './resources/endpoints.ts';
import { Events } from './resources/events.ts';
import { Keys } from './resources/keys.ts';
import { PortalSessions } from './resources/portal-sessions.ts';
import { Replays } from './resources/replays.ts';
import { Stats } from './resources/stats.ts';
import type { RetryPolicy } from './retry/next-wait.ts';
import { Sender } from './sender/sender.ts';
import { readSenderOptions, type SenderOptions } from './sender/sender-options.ts';

/** An event that is durable. */
export interface SentEvent {
  readonly id: string;
  /** The one under which it was sent. */
  readonly dedupId: string;
}

/** A client of one Hopline with one API key. */
export class Hopline {
  /** The events that were accepted, and what became of them. */
  readonly events: Events;
  readonly endpoints: Endpoints;
  readonly deliveries: Deliveries;
  readonly replays: Replays;
  readonly keys: Keys;
  /** Links to the console, for your own customers. */
  readonly portalSessions: PortalSessions;
  /** What is going on at this moment. */
  readonly stats: Stats;
  readonly #transport: Transport;
  readonly #post: PostBatch;
  readonly #policy: RetryPolicy;

  /** @throws {TypeError} for options that cannot be meant */
  constructor(options: HoplineOptions) {
    const { connection, policy } = readOptions(options);
    this.#transport = new Transport(connection, policy);
    this.#post = createPostBatch(this.#transport);
    this.#policy = policy;
    this.events = new Events(this.#transport);
    this.endpoints = new Endpoints(this.#transport);
    this.deliveries = new Deliveries(this.#transport);
    this.replays = new Replays(this.#transport);
    this.keys = new Keys(this.#transport);
    this.portalSessions = new PortalSessions(this.#transport);
    this.stats = new Stats(this.#transport);
  }

  /**
   * Sends an event. Sent again under the same dedup_id, it is the same event: retries never double it.
   * @throws {HoplineError} when it was not accepted; with `isUnknown` it may have been: send it again with the error's dedupId.
   *   The signal's reason has none: whoever gives a signal gives the event a dedupId of its own
   */
  async send(event: EventInput, { signal }: CallOptions = {}): Promise<SentEvent> {
    const { text, dedupId } = encodeEvent(event);
    const call = { text, signal, isRepeatable: true, isExpected: hasId };
    try {
      const { id } = await this.#transport.ask('postEvent', call);
      return { id, dedupId };
    } catch (error) {
      throw error instanceof HoplineError ? ofEvent(error, dedupId) : error;
    }
  }

  /**
   * Sends any number of events, and again those that may be accepted later. Each has an answer of its own; a bad one does not
   * stop the others.
   * @throws the signal's reason, with which the answers that there were are lost: whoever gives a signal gives each event a
   *   dedupId of its own, and sends them all again
   */
  sendBatch(events: readonly EventInput[], { signal }: CallOptions = {}): Promise<BatchResult> {
    return sendBatch(this.#post, events, this.#policy, signal);
  }

  /**
   * A sender that gathers events by itself.
   * @throws {RangeError} for options that cannot be meant
   */
  sender(options: SenderOptions = {}): Sender {
    return new Sender(this.#post, readSenderOptions(options));
  }
}

/** Another service, or a gateway, may answer 2xx too: without an id nothing is known to be durable. */
function hasId(json: unknown): boolean {
  return typeof (json as { id?: unknown } | null | undefined)?.id === 'string';
}
