// From a stored event to the answer of the receiver, and how endpoints are doing.
import type { BoardSpec } from '../panel-spec.ts';
import { mean, perSecond, quantile, quantiles } from '../queries.ts';

const SLOW = '{ resource.service.name = "hopline-deliver" && duration > 1s }';

export const deliveryBoard: BoardSpec = {
  name: 'delivery',
  title: 'Hopline / Delivery and endpoints',
  about:
    'From a stored event to the answer of the receiver, and how endpoints are doing. Which endpoint it is, the log and GET /api/deliveries say: metrics have no endpoints.',
  rows: [
    {
      title: 'Deliveries',
      panels: [
        {
          kind: 'series',
          title: 'What deliveries come to',
          about: 'Succeeded, to be tried again, given up, cancelled; a second.',
          unit: 'cps',
          stacked: true,
          alert: 'HoplineDeliveryBudgetBurningFast',
          queries: [{ expr: perSecond('webhook_deliveries_total', ['status']), legend: '{{status}}' }],
        },
        {
          kind: 'series',
          title: 'Failures against the budget',
          about:
            'Dead deliveries as a share of those that end, over windows of different length. 1 % uses up the budget of a month in a month.',
          unit: 'percentunit',
          limit: 0.01,
          alert: 'HoplineDeliveryBudgetBurningSlowly',
          queries: [
            { expr: 'hopline:delivery_failures:ratio_rate5m', legend: '5 minutes' },
            { expr: 'hopline:delivery_failures:ratio_rate1h', legend: 'an hour' },
            { expr: 'hopline:delivery_failures:ratio_rate6h', legend: '6 hours' },
            { expr: 'hopline:delivery_failures:ratio_rate3d', legend: '3 days' },
          ],
        },
        {
          kind: 'series',
          title: 'Time to deliver at the first attempt',
          about:
            'From the acceptance of the event to the 2xx of the receiver. A point is an event with a trace.',
          unit: 's',
          limit: 10,
          alert: 'HoplineDeliveryLate',
          traces: SLOW,
          queries: quantiles('event_delivered_seconds{attempt="first"}'),
        },
        {
          kind: 'series',
          title: 'Time to deliver at a later attempt',
          about: 'The same for deliveries that needed retries: mostly their wait on the ladder.',
          unit: 's',
          traces: SLOW,
          queries: quantiles('event_delivered_seconds{attempt="later"}'),
        },
        {
          kind: 'series',
          title: 'Lost and fenced',
          about:
            'Claims that another process had, results that came after their lease, results that could not be written; a second. Each is harmless alone; a steady rate is not.',
          unit: 'cps',
          queries: [
            { expr: perSecond('claims_lost_total'), legend: 'claims lost' },
            { expr: perSecond('results_fenced_total'), legend: 'results fenced' },
            { expr: perSecond('results_lost_total'), legend: 'results lost' },
          ],
        },
        {
          kind: 'series',
          title: 'Deliveries in a statement',
          about: 'The mean of claims and of results. It grows with the load.',
          unit: 'short',
          queries: [{ expr: mean('batch_records{batch=~"claim|result"}', ['batch']), legend: '{{batch}}' }],
        },
      ],
    },
    {
      title: 'Attempts',
      panels: [
        {
          kind: 'series',
          title: 'Attempts by outcome',
          about:
            'status: an answer other than 2xx. timeout, dns, tls, connection: no answer. blocked: a private address. unsigned: the secret does not open.',
          unit: 'cps',
          stacked: true,
          alert: 'HoplineReceiversUnreachable',
          traces: '{ resource.service.name = "hopline-deliver" && status = error }',
          queries: [{ expr: perSecond('webhook_attempts_total', ['outcome']), legend: '{{outcome}}' }],
        },
        {
          kind: 'series',
          title: 'How long receivers take, by outcome, p95',
          about: 'From the look-up of the name to the end of the answer.',
          unit: 's',
          traces: SLOW,
          queries: [{ expr: quantile(0.95, 'webhook_attempt_seconds', ['outcome']), legend: '{{outcome}}' }],
        },
        {
          kind: 'series',
          title: 'How long receivers take that answer 2xx',
          about: 'Quantiles over all receivers.',
          unit: 's',
          traces: SLOW,
          queries: quantiles('webhook_attempt_seconds{outcome="succeeded"}'),
        },
        {
          kind: 'series',
          title: 'Slots',
          about:
            'What posts take up, what waits for its result to be written, and what is free, over all processes.',
          unit: 'short',
          alert: 'HoplineDeliverSaturated',
          queries: [{ expr: 'sum by (use) (delivery_slots)', legend: '{{use}}' }],
        },
      ],
    },
    {
      title: 'Endpoints',
      panels: [
        {
          kind: 'series',
          title: 'Breakers',
          about:
            'Endpoints in the memory of their owners. open: fails again and again and is left alone; half_open: is tried with one post.',
          unit: 'short',
          alert: 'HoplineReceiversUnreachable',
          queries: [{ expr: 'sum by (breaker) (endpoints_owned)', legend: '{{breaker}}' }],
        },
        {
          kind: 'series',
          title: 'Endpoints by state',
          about: 'Of all organizations, as their rows have it.',
          unit: 'short',
          queries: [
            { expr: 'max by (state) (endpoints)', legend: '{{state}}' },
            { expr: 'max(endpoints_failing)', legend: 'active, with a breaker that is not closed' },
          ],
        },
        {
          kind: 'series',
          title: 'Endpoints with a backlog',
          about:
            'More waits for them than is held in memory: the rest is read from Postgres when there is room.',
          unit: 'short',
          alert: 'HoplineDeliverSaturated',
          queries: [{ expr: 'sum(endpoints_backlogged)', legend: 'endpoints' }],
        },
      ],
    },
  ],
};
