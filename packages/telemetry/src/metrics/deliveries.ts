// What becomes of deliveries, whoever decides it: deliver after an attempt; of those that nobody posts any more persist and
// the api as well. Each counts what it has committed, so that the sum over all processes is all of them.
import type { Counter, Metrics } from '../metrics.ts';

export type DeliveryStatus = 'succeeded' | 'retried' | 'dead' | 'cancelled';

export type DeliveryCounts<Status extends DeliveryStatus> = Readonly<Record<Status, Counter>>;

/** @param statuses those that this process decides, each of which shows from the beginning */
export function createDeliveryCounts<Status extends DeliveryStatus>(
  metrics: Metrics,
  statuses: readonly Status[],
): DeliveryCounts<Status> {
  const family = metrics.counters(
    'webhook_deliveries_total',
    'what became of deliveries, by whoever decided it: succeeded, retried (again), dead (after the last retry, or as their endpoint was out of reach for too long), or cancelled',
    ['status'],
  );
  const counters = statuses.map((status) => [status, family.of({ status })] as const);
  return Object.fromEntries(counters) as DeliveryCounts<Status>;
}
