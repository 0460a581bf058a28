// From Kafka to Postgres, the wait on the rungs, and what is set aside.
import type { BoardSpec } from '../panel-spec.ts';
import { mean, perSecond, quantile, quantiles } from '../queries.ts';

const RUNGS = '{topic=~".+\\\\.retry\\\\..+"}';

export const pipelineBoard: BoardSpec = {
  name: 'pipeline',
  title: 'Hopline / Pipeline and lag',
  about: 'From Kafka to Postgres, the wait on the rungs, and what is set aside or mended.',
  rows: [
    {
      title: 'Storing',
      panels: [
        {
          kind: 'series',
          title: 'Accepted and stored',
          about:
            'Events a second. What is stored for the first time, known already, or set aside, together is what comes in.',
          unit: 'cps',
          alert: 'HoplineProcessingBehind',
          queries: [
            { expr: perSecond('events_ingested_total'), legend: 'accepted' },
            { expr: perSecond('events_stored_total'), legend: 'stored' },
            { expr: perSecond('events_repeated_total'), legend: 'known already' },
            { expr: perSecond('events_conflicting_total'), legend: 'known with other content' },
          ],
        },
        {
          kind: 'series',
          title: 'Time to store',
          about:
            'From the acceptance of an event to the commit of its row. A point is an event with a trace.',
          unit: 's',
          limit: 0.5,
          alert: 'HoplinePersistLag',
          traces: '{ resource.service.name = "hopline-persist" && duration > 100ms }',
          queries: quantiles('event_stored_seconds'),
        },
        {
          kind: 'series',
          title: 'Deliveries made',
          about: 'Rows of deliveries a second: one for each endpoint that an event matches.',
          unit: 'cps',
          queries: [{ expr: perSecond('deliveries_made_total'), legend: 'deliveries' }],
        },
        {
          kind: 'series',
          title: 'Events in a transaction',
          about: 'The mean. It grows with the load, and with it what a second can take.',
          unit: 'short',
          queries: [{ expr: mean('batch_records{batch="persist"}'), legend: 'events' }],
        },
        {
          kind: 'series',
          title: 'Batches held',
          about: 'Batches that wait because Postgres or Kafka is away. Zero is normal.',
          unit: 'short',
          alert: 'HoplinePersistStalled',
          queries: [{ expr: 'sum by (instance) (batches_held)', legend: '{{instance}}' }],
        },
        {
          kind: 'series',
          title: 'Records that could not be stored',
          about: 'Put into the dead-letter topic, a second, by reason. Zero is normal.',
          unit: 'cps',
          alert: 'HoplineEventsDeadLettered',
          queries: [{ expr: perSecond('events_dead_lettered_total', ['reason']), legend: '{{reason}}' }],
        },
      ],
    },
    {
      title: 'Lag',
      panels: [
        {
          kind: 'series',
          title: 'Age of the oldest record, by topic',
          about:
            'Of what is not done. On a rung it counts from when the record is due: the wait on purpose is none. A wake-up is done with its attempt, so one slow endpoint shows in the topic of deliveries.',
          unit: 's',
          alert: 'HoplinePersistStalled',
          queries: [{ expr: 'max by (topic) (consumer_lag_seconds)', legend: '{{topic}}' }],
        },
        {
          kind: 'series',
          title: 'Records not done, by topic',
          about: 'On a rung most of them wait on purpose.',
          unit: 'short',
          alert: 'HoplinePersistLag',
          queries: [{ expr: 'sum by (topic) (consumer_lag_records)', legend: '{{topic}}' }],
        },
        {
          kind: 'series',
          title: 'Overdue on the rungs',
          about:
            'How long the oldest record of each rung has been due without being forwarded. Under a second is normal.',
          unit: 's',
          limit: 60,
          alert: 'HoplineRungStuck',
          queries: [{ expr: `max by (topic) (consumer_lag_seconds${RUNGS})`, legend: '{{topic}}' }],
        },
        {
          kind: 'series',
          title: 'Lateness of retries',
          about: 'How long after its due time a retry is forwarded. It is never early.',
          unit: 's',
          limit: 10,
          alert: 'HoplineRetriesLate',
          traces: '{ resource.service.name = "hopline-deliver" }',
          queries: quantiles('retry_lateness_seconds'),
        },
        {
          kind: 'series',
          title: 'Partitions owned',
          about:
            'By group, over all processes, and how many the topic has. Fewer than that: some are read by nobody.',
          unit: 'short',
          alert: 'HoplinePartitionsUnowned',
          queries: [
            { expr: 'sum by (group, topic) (consumer_partitions)', legend: '{{group}}: {{topic}}' },
            { expr: 'max by (topic) (topic_partitions)', legend: 'all of {{topic}}' },
          ],
        },
        {
          kind: 'series',
          title: 'Rebalances',
          about:
            'How often members of a group were given partitions, in five minutes. Some at a deployment are normal.',
          unit: 'short',
          alert: 'HoplineRebalancing',
          queries: [
            { expr: 'sum by (group) (increase(consumer_rebalances_total[5m]))', legend: '{{group}}' },
          ],
        },
      ],
    },
    {
      title: 'What mends and what ends',
      panels: [
        {
          kind: 'series',
          title: 'Repairs of the sweeper',
          about: 'What a crash left and the sweeper mended, a second, by kind. Next to none is normal.',
          unit: 'cps',
          alert: 'HoplineSweeperBusy',
          queries: [{ expr: perSecond('sweeper_repairs_total', ['kind']), legend: '{{kind}}' }],
        },
        {
          kind: 'series',
          title: 'A round of the sweeper, p95',
          about: 'How long one takes. It should be well under SWEEP_INTERVAL.',
          unit: 's',
          alert: 'HoplineSweeperBusy',
          queries: [{ expr: quantile(0.95, 'sweeper_round_seconds'), legend: 'p95' }],
        },
        {
          kind: 'series',
          title: 'Dead letters',
          about: 'Records in the dead-letter topics.',
          unit: 'short',
          alert: 'HoplineDeadLettersGrowing',
          queries: [{ expr: 'max by (topic) (dead_letters)', legend: '{{topic}}' }],
        },
        {
          kind: 'series',
          title: 'Replays under way',
          about: 'Jobs that run or are paused.',
          unit: 'short',
          queries: [{ expr: 'max by (state) (replays)', legend: '{{state}}' }],
        },
        {
          kind: 'series',
          title: 'What replays choose',
          about: 'Deliveries made pending again or made anew, and those passed by, a second.',
          unit: 'cps',
          queries: [{ expr: perSecond('replay_deliveries_total', ['result']), legend: '{{result}}' }],
        },
        {
          kind: 'series',
          title: 'Oldest day',
          about: 'The age of the oldest day of events that is kept: EVENT_RETENTION and a day at most.',
          unit: 's',
          queries: [{ expr: 'max(oldest_day_age_seconds)', legend: 'age' }],
        },
        {
          kind: 'series',
          title: 'Days dropped',
          about: 'In a day. One a day, once the first is over its retention.',
          unit: 'short',
          queries: [{ expr: 'sum(increase(retention_dropped_days_total[1d]))', legend: 'days' }],
        },
      ],
    },
  ],
};
