// When each request should go out. Requests have numbers from 0; each carries the next `batch` events.

export interface Shape {
  readonly events: number;
  readonly batch: number;
  /** Events a second; undefined for a closed loop. */
  readonly rate: number | undefined;
  /** So many events come at the same moment. */
  readonly burst: number;
}

export function requestsOf({ events, batch }: Shape): number {
  return Math.ceil(events / batch);
}

/** How many events a request carries: the last one what is left. */
export function eventsIn(request: number, { events, batch }: Shape): number {
  return Math.min(batch, events - request * batch);
}

/**
 * When a request should go out, in milliseconds after the start, whatever became of those before it; 0 in a closed loop,
 * where each goes out as soon as a connection is free.
 */
export function dueAfterMs(request: number, { batch, rate, burst }: Shape): number {
  if (rate === undefined) return 0;
  const first = request * batch;
  return ((first - (first % burst)) * 1000) / rate;
}
