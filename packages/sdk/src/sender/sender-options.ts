import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS, MAX_EVENT_BYTES } from '../events/limits.ts';

export interface SenderOptions {
  /** The most events in a request: 1 to 500, which it is without it. */
  readonly maxBatchEvents?: number | undefined;
  /** The most bytes in a request, up to 1 MiB, which it is without it. */
  readonly maxBatchBytes?: number | undefined;
  /** How long an event waits for others at most, in milliseconds; 20. While a request is under way the next ones gather anyway. */
  readonly maxDelayMs?: number | undefined;
  /** With so many events that are not settled `ready()` waits; 10,000. At twice as many `enqueue` refuses. */
  readonly maxPendingEvents?: number | undefined;
  /** The same for the bytes of their JSON; 32 MiB. */
  readonly maxPendingBytes?: number | undefined;
  /** Requests at a time; 1. With more, events can overtake each other, those of one ordering key too. */
  readonly concurrency?: number | undefined;
  /** How often in a row a request may fail before its events are given up; 20: about two minutes of waits, without the attempts. */
  readonly retries?: number | undefined;
}

export type SenderLimits = { readonly [Name in keyof SenderOptions]-?: number };

/** @throws {RangeError} for what cannot be meant */
export function readSenderOptions(options: SenderOptions): SenderLimits {
  const { maxBatchEvents, maxBatchBytes, maxDelayMs, maxPendingEvents, maxPendingBytes } = options;
  return {
    maxBatchEvents: within('maxBatchEvents', maxBatchEvents ?? MAX_BATCH_EVENTS, 1, MAX_BATCH_EVENTS),
    // Room for any event, and what frames it.
    maxBatchBytes: within(
      'maxBatchBytes',
      maxBatchBytes ?? MAX_BATCH_BYTES,
      MAX_EVENT_BYTES + 64,
      MAX_BATCH_BYTES,
    ),
    maxDelayMs: within('maxDelayMs', maxDelayMs ?? 20, 0, 60_000),
    maxPendingEvents: within('maxPendingEvents', maxPendingEvents ?? 10_000, 1, 1e9),
    maxPendingBytes: within('maxPendingBytes', maxPendingBytes ?? 32 * 1024 * 1024, MAX_EVENT_BYTES, 1e12),
    concurrency: within('concurrency', options.concurrency ?? 1, 1, 100),
    retries: within('retries', options.retries ?? 20, 0, 1e6),
  };
}

function within(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${name} must be a whole number from ${min} to ${max}`);
}
