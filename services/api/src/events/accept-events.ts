// From posted events to events that every in-sync replica has.
import { PublisherFullError, RecordTooLargeError } from '@hopline/kafka/errors';
import type { OutgoingRecord, Publisher } from '@hopline/kafka/port';
import type { LiveCounts } from '@hopline/postgres/live/live-counts';
import { HoplineError } from '@hopline/runtime/errors';
import type { Parent } from '@hopline/telemetry/tracing';
import type { EncodeEvent } from '@hopline/wire/event-encoder';
import { EventPlaces } from '@hopline/wire/event-places';
import { eventId } from '@hopline/wire/ids';
import {
  type ApiError,
  IngestBufferFullError,
  IngestUnavailableError,
  InternalError,
  RequestTooLargeError,
} from '../errors.ts';
import type { BacklogWatch } from '../pressure/backlog-watch.ts';
import type { PostedEvent } from './posted-event.ts';

export interface AcceptedEvent {
  readonly id: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface Admission {
  readonly organizationId: string;
  /** Over how many partitions the organization's events without an ordering key are spread. */
  readonly partitionSpread: number;
  /** What is left of the time from admission to the answer, in milliseconds. */
  readonly timeLeftMs: number;
  /** The trace that the events' records continue. */
  readonly parent: Parent;
}

export interface EventIntake {
  /**
   * Resolves when every in-sync replica has the event.
   * @param id of one that no client has posted; without it, what follows from its dedup_id
   * @throws {IngestUnavailableError} unknown whether it was written
   * @throws {IngestBufferFullError | RequestTooLargeError} it was not
   */
  accept(event: PostedEvent, admission: Admission, id?: string): Promise<AcceptedEvent>;
  /** Hands all events over at once. Resolves with an answer for each, in their order: the errors of `accept`. */
  acceptEach(events: readonly PostedEvent[], admission: Admission): Promise<(AcceptedEvent | ApiError)[]>;
}

const NO_HEADERS = {};

export function createEventIntake(deps: {
  publisher: Pick<Publisher, 'publish' | 'publishEach' | 'partitionsOf'>;
  topic: string;
  encode: EncodeEvent;
  /** Told of every event that Kafka has. */
  backlog: Pick<BacklogWatch, 'noteAck'>;
  /** Told of the same for the live figures of organizations. */
  live: Pick<LiveCounts, 'accepted'>;
}): EventIntake {
  const { publisher, topic, encode, backlog, live } = deps;
  const places = new EventPlaces();

  function recordOf(
    event: PostedEvent,
    id: string,
    admission: Admission,
    acceptedAtMs: number,
  ): OutgoingRecord {
    const { type, dedupId, orderingKey, payload } = event;
    const { organizationId, partitionSpread: spread, parent } = admission;
    const at = { spread, partitions: publisher.partitionsOf(topic) };
    const { key, partition } = places.placeOf({ id, organizationId, orderingKey }, at);
    const value = encode({ id, organizationId, type, acceptedAtMs, dedupId, orderingKey, payload });
    return { topic, partition, key, value, headers: NO_HEADERS, parent };
  }

  return {
    // Not async, as it is called for every event: one promise less to wait for.
    accept(event, admission, given) {
      const { organizationId, timeLeftMs } = admission;
      const id = given ?? eventId(organizationId, event.dedupId);
      let record: OutgoingRecord;
      try {
        record = recordOf(event, id, admission, Date.now());
      } catch (error) {
        return Promise.reject(toAnswer(error));
      }
      return publisher.publish(record, { timeoutMs: timeLeftMs }).then(
        ({ partition, offset }) => {
          backlog.noteAck(organizationId, partition, offset);
          live.accepted(organizationId, 1);
          return { id, partition, offset };
        },
        (error: unknown) => {
          throw toAnswer(error);
        },
      );
    },

    // Not async, either: the parameters of an async function live as long as it waits, and the events hold the whole body,
    // which their records have a copy of.
    acceptEach(events, admission) {
      const { organizationId, timeLeftMs } = admission;
      const acceptedAtMs = Date.now();
      const ids = events.map(({ dedupId }) => eventId(organizationId, dedupId));
      const refuseAll = (error: unknown) => {
        // None of them was taken.
        const refusal = toAnswer(error);
        return ids.map(() => refusal);
      };
      let answers: ReturnType<typeof publisher.publishEach>;
      try {
        const records = events.map((event, i) => recordOf(event, ids[i] as string, admission, acceptedAtMs));
        answers = publisher.publishEach(records, { timeoutMs: timeLeftMs });
      } catch (error) {
        return Promise.resolve(refuseAll(error));
      }
      return answers
        .then((each) => {
          let accepted = 0;
          const outcomes = each.map((answer, i) => {
            if (answer.status === 'rejected') return toAnswer(answer.reason);
            const { partition, offset } = answer.value;
            backlog.noteAck(organizationId, partition, offset);
            accepted += 1;
            return { id: ids[i] as string, partition, offset };
          });
          if (accepted > 0) live.accepted(organizationId, accepted);
          return outcomes;
        })
        .catch(refuseAll);
    },
  };
}

/** What the client is told. An error that is not the publisher's own is a defect. */
function toAnswer(error: unknown): ApiError {
  if (error instanceof PublisherFullError) return new IngestBufferFullError(error);
  if (error instanceof RecordTooLargeError) {
    return new RequestTooLargeError('Kafka does not take an event of this size', error);
  }
  return error instanceof HoplineError ? new IngestUnavailableError(error) : new InternalError(error);
}
