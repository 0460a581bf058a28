/** Of an endpoint in a partition whose window fills: as many as it can have under way at first. */
const KEPT_WHEN_CROWDED = 10;
/** How many wake-ups of one endpoint wait in memory; the others wait as rows. */
export const QUEUE_CAPACITY = 64;

/**
 * Whether a wake-up is kept, its offset open until its attempt is over, or left to the refill. A kept one costs no query
 * and goes on with its trace; but a partition whose window of open offsets is full is not read, so that endpoints that
 * hang must not fill it among them. From a quarter of the window on an endpoint keeps what it can have under way; from
 * half of it on nobody keeps any more. Half, because a window that was full once opens again only below that.
 * @param endpoint how many of its jobs wait and are under way
 * @param partition how many of its wake-ups are `open`, and how many may be
 */
export function keepsWakeUp(
  endpoint: { readonly waiting: number; readonly inFlight: number },
  partition: { readonly open: number; readonly window: number },
): boolean {
  if (partition.open >= partition.window / 2) return false;
  if (partition.open < partition.window / 4) return endpoint.waiting < QUEUE_CAPACITY;
  return endpoint.waiting + endpoint.inFlight < KEPT_WHEN_CROWDED;
}
