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
  page: { readonly paused: boolean; readonly healthEpoch: number; readonly heldForMs: number | null },
  isUpToDate: boolean,
): boolean {
  if (page.paused) {
    // Resumed since it was read: its wake-up has come in the meantime.
    if (isUpToDate) endpoints.pause(endpoint);
    else endpoint.backlogged = true;
  }
  const { epoch } = endpoint.health;
  const heldForMs = Math.ceil(page.heldForMs ?? 0);
  if (epoch === undefined) {
    // An owner before us has written it, and nobody else will say when it ends: what waits for that may stand on no rung.
    if (heldForMs > 0) endpoints.hold(endpoint, heldForMs);
    // Such a hold is over once its row says so.
    else if (endpoint.hold.isOn) endpoints.relearn(endpoint);
  } else if (epoch !== page.healthEpoch) endpoints.relearn(endpoint);
  // Also since the page was read: jobs that nothing may be done with would keep the next page away.
  if (!endpoint.isHeld) return true;
  endpoint.backlogged = true;
  return false;
}
