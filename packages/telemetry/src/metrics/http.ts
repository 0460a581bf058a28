// The metrics of all requests, whatever they are for.
import type { Counter, Histogram, Metrics } from '../metrics.ts';
import { REQUEST_BUCKETS } from './histogram.ts';

/** What is counted of one route, which must be one of those in the sources: held on to by whoever answers it. */
export interface RouteMetrics {
  observe(method: string, status: number, seconds: number): void;
}

/** A method that none of our routes has; nobody shall make a series by inventing one. */
const OTHER_METHOD = 'OTHER';
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** @returns makes what counts the requests to a route, by its pattern */
export function createHttpMetrics(metrics: Metrics): (route: string) => RouteMetrics {
  const requests = metrics.counters(
    'http_requests_total',
    'requests that were answered, by the pattern of their route (none: there is no such route) and the class of the answer',
    ['method', 'route', 'status'],
  );
  const seconds = metrics.histograms(
    'http_request_seconds',
    'from the arrival of the headers of a request to its answer, by the pattern of its route',
    REQUEST_BUCKETS,
    'route',
  );
  return (route) => {
    // By the first digit of the status; made when the first such answer is given.
    const byMethod = new Map<string, (Counter | undefined)[]>();
    let duration: Histogram | undefined;
    return {
      observe(given, status, took) {
        const method = METHODS.has(given) ? given : OTHER_METHOD;
        let counters = byMethod.get(method);
        if (!counters) {
          counters = new Array(6).fill(undefined);
          byMethod.set(method, counters);
        }
        const first = Math.trunc(status / 100);
        let counter = counters[first];
        if (!counter) {
          counter = requests.of({ method, route, status: `${first}xx` });
          counters[first] = counter;
        }
        counter.inc();
        duration ??= seconds.of(route);
        duration.observe(took);
      },
    };
  };
}
