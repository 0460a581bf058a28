// What a batch of results leaves to be done once it is committed: deliveries of operational events are woken, and what
// waits for an endpoint that was disabled is cancelled. The sweeper does what is cut short here.
import type { Publisher } from '@hopline/kafka/port';
import {
  type AttemptOutcome,
  hasConsequences,
  type RecordedOutcomes,
} from '@hopline/postgres/deliveries/record-outcomes';
import type { NewDelivery } from '@hopline/postgres/operational-events/store-operational-events';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { eventDay } from '@hopline/wire/event';
import { partitionFor } from '@hopline/wire/partitioner';
import type { WakeUp } from '@hopline/wire/wake-up';

const CANCEL_PAGE = 500;

export interface RecordOutcomesDeps {
  readonly record: (
    day: string,
    outcomes: readonly AttemptOutcome[],
    nowMs: number,
  ) => Promise<RecordedOutcomes>;
  /** Makes the partitions of a day where they are missing. */
  readonly ensureDay: (day: string) => Promise<void>;
  /** Cancels what waits for these endpoints, at most so many; gives how many. */
  readonly cancelWaiting: (endpointIds: readonly string[], limit: number) => Promise<number>;
  readonly publisher: Pick<Publisher, 'publishAll' | 'partitionsOf'>;
  readonly topic: string;
  readonly codec: AvroCodec<WakeUp>;
  readonly log: Logger;
}

/** Writes results of one day; gives the new version by delivery id. It rejects when none of them was written. */
export type RecordOutcomes = (
  day: string,
  outcomes: readonly AttemptOutcome[],
) => Promise<Map<string, number>>;

export function createRecordOutcomes(deps: RecordOutcomesDeps): RecordOutcomes {
  let knownDay = '';

  async function wake(deliveries: readonly NewDelivery[]): Promise<void> {
    const partitions = deps.publisher.partitionsOf(deps.topic);
    await deps.publisher.publishAll(
      deliveries.map(({ endpointId, organizationId, traceparent, ...delivery }) => ({
        topic: deps.topic,
        partition: partitionFor(endpointId, partitions),
        key: endpointId,
        value: deps.codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery }),
        headers: {},
        ...(traceparent === null ? {} : { parent: extractTrace({ traceparent }) }),
      })),
    );
  }

  async function cancel(endpointIds: readonly string[], causes: readonly AttemptOutcome[]): Promise<void> {
    for (const id of endpointIds) {
      const cause = causes.find(({ consequences }) => consequences.endpointId === id);
      deps.log.warn({ endpoint_id: id, trace_id: cause?.traceId }, 'endpoint.disabled');
    }
    while ((await deps.cancelWaiting(endpointIds, CANCEL_PAGE)) === CANCEL_PAGE);
  }

  function follow(step: Promise<void>, message: string): void {
    step.catch((error: unknown) => deps.log.warn({ problem: describeError(error) }, message));
  }

  return async (day, outcomes) => {
    const nowMs = Date.now();
    const today = eventDay(nowMs);
    if (today !== knownDay && outcomes.some(hasConsequences)) {
      await deps.ensureDay(today);
      knownDay = today;
    }
    try {
      const { versions, deliveries, disabled } = await deps.record(day, outcomes, nowMs);
      if (deliveries.length > 0) follow(wake(deliveries), 'operational_events.not_woken');
      if (disabled.length > 0) follow(cancel(disabled, outcomes), 'endpoint.waiting_not_cancelled');
      return versions;
    } catch (error) {
      // Somebody may have dropped the day, or restored the database from a backup.
      knownDay = '';
      throw error;
    }
  };
}
