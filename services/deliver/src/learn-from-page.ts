import type { EndpointQueue } from './endpoint-queue.ts';
import type { Endpoints } from './endpoints.ts';

/**
 * Takes in what a page says of the endpoint itself.
 * @param isUpToDate no wake-up of the endpoint has come since the page was asked for
 * @returns false while it is held: what the page has of its deliveries is left to a later one
 */
export function learnFromPage(
  endpoints: Endpoints,
  endpoint: EndpointQueue,
  page: { readonly paused: boolean; readonly healthEpoch: number },
  isUpToDate: boolean,
): boolean {
  if (page.paused) {
    // Resumed since it was read: its wake-up has come in the meantime.
    if (isUpToDate) endpoints.pause(endpoint);
    else endpoint.backlogged = true;
  }
  const { epoch } = endpoint.health;
  if (epoch !== undefined && epoch !== page.healthEpoch) endpoints.relearn(endpoint);
  // Also since the page was read: jobs that nothing may be done with would keep the next page away.
  if (!endpoint.isHeld) return true;
  endpoint.backlogged = true;
  return false;
}
