// What GET /api/events/stream tells, message by message. Pure.
import type { ServerEvent } from '../live/event-parser.ts';

/** An event without its payload. */
export interface TailEvent {
  readonly id: string;
  readonly type: string;
  readonly accepted_at: string;
  readonly dedup_id: string | null;
  readonly ordering_key: string | null;
  /** Of its payload. */
  readonly bytes: number;
}

export type TailMessage =
  | { readonly kind: 'event'; readonly event: TailEvent }
  /** Some that were too many to be sent. */
  | { readonly kind: 'more'; readonly count: number; readonly isAtLeast: boolean };

/** Undefined for what is no such message, as one that only a later release knows. */
export function readTail({ name, data }: Pick<ServerEvent, 'name' | 'data'>): TailMessage | undefined {
  try {
    const sent = JSON.parse(data) as Partial<TailEvent> & { count?: unknown; at_least?: unknown };
    if (name === 'event' && typeof sent.id === 'string' && typeof sent.type === 'string')
      return { kind: 'event', event: sent as TailEvent };
    if (name === 'more' && typeof sent.count === 'number')
      return { kind: 'more', count: sent.count, isAtLeast: sent.at_least === true };
    return undefined;
  } catch {
    return undefined;
  }
}
