import type { Endpoint } from '@hopline/postgres/endpoints/endpoint';
import type { MeasuredTime } from '@hopline/postgres/endpoints/measure-endpoint';
import { type EndpointWork, MOST_WAITING } from '@hopline/postgres/endpoints/read-endpoint-work';
import { healthOf, stateOf } from './print-endpoint.ts';

/** How an endpoint is doing, as an answer has it. */
export function printHealth(
  endpoint: Endpoint,
  { nowMicros, underWay, waiting }: EndpointWork,
  { lastHour, lastDay }: { readonly lastHour: MeasuredTime; readonly lastDay: MeasuredTime },
): object {
  return {
    ...{ endpoint_id: endpoint.id, at: new Date(nowMicros / 1000) },
    ...{ state: stateOf(endpoint), ...healthOf(endpoint) },
    under_way: underWay,
    waiting,
    waiting_at_least: waiting === MOST_WAITING,
    last_hour: printTime(lastHour),
    last_24_hours: printTime(lastDay),
  };
}

function printTime({ sinceMicros, complete, tally }: MeasuredTime): object {
  const { attempts, succeeded } = tally;
  const [p50, p95] = [tally.answeredWithin(0.5), tally.answeredWithin(0.95)];
  return {
    since: new Date(sinceMicros / 1000),
    complete,
    attempts,
    succeeded,
    success_rate: attempts === 0 ? null : Math.round((10_000 * succeeded) / attempts) / 10_000,
    answer_ms: p50 === undefined || p95 === undefined ? null : { p50, p95 },
  };
}
