// Puts the trace into every record that goes out: a PRODUCER span for each record (not for each request, whose records
// belong to different traces), injected into the record's headers.
import { isUtf8 } from 'node:buffer';
import { messagingAttributes, messagingSpan } from '@hopline/telemetry/messaging';
import { injectTrace, unrecordedTraceparent } from '@hopline/telemetry/trace-headers';
import {
  contextOf,
  failSpan,
  leavesUnrecorded,
  linksTo,
  type Parent,
  type Span,
  SpanKind,
  startFollowing,
  startSpan,
  startTrace,
} from '@hopline/telemetry/tracing';
import type { Ack, OutgoingRecord, Publisher, PublishOptions } from './port.ts';

/**
 * The same publisher, with a `send <topic>` span around each record, below the record's `parent`. A record whose trace
 * is not recorded gets no span: it carries on its parent's ids.
 */
export function withTracing(publisher: Publisher): Publisher {
  function publish(record: OutgoingRecord, options?: PublishOptions): Promise<Ack> {
    const { span, traced } = begin(record);
    return span ? publishBelow(span, traced, options) : publisher.publish(traced, options);
  }

  async function publishBelow(span: Span, traced: OutgoingRecord, options?: PublishOptions): Promise<Ack> {
    try {
      const ack = await publisher.publish(traced, options);
      succeed(span, ack);
      return ack;
    } catch (error) {
      fail(span, error);
      throw error;
    }
  }

  async function publishAll(records: readonly OutgoingRecord[], options?: PublishOptions): Promise<Ack[]> {
    const begun = records.map(begin);
    try {
      const acks = await publisher.publishAll(
        begun.map(({ traced }) => traced),
        options,
      );
      for (const [i, ack] of acks.entries()) {
        const span = begun[i]?.span;
        if (span) succeed(span, ack);
      }
      return acks;
    } catch (error) {
      for (const { span } of begun) if (span) fail(span, error);
      throw error;
    }
  }

  async function publishEach(
    records: readonly OutgoingRecord[],
    options?: PublishOptions,
  ): Promise<PromiseSettledResult<Ack>[]> {
    const begun = records.map(begin);
    try {
      const answers = await publisher.publishEach(
        begun.map(({ traced }) => traced),
        options,
      );
      for (const [i, answer] of answers.entries()) {
        const span = begun[i]?.span;
        if (!span) continue;
        if (answer.status === 'fulfilled') succeed(span, answer.value);
        else fail(span, answer.reason);
      }
      return answers;
    } catch (error) {
      for (const { span } of begun) if (span) fail(span, error);
      throw error;
    }
  }

  return {
    name: publisher.name,
    start: () => publisher.start(),
    stop: (deadline) => publisher.stop(deadline),
    partitionsOf: (topic) => publisher.partitionsOf(topic),
    topicIdOf: (topic) => publisher.topicIdOf(topic),
    load: () => publisher.load(),
    health: () => publisher.health(),
    ...(publisher.failed ? { failed: publisher.failed } : {}),
    publish,
    publishAll,
    publishEach,
  };
}

function begin(record: OutgoingRecord): { span: Span | undefined; traced: OutgoingRecord } {
  const { topic, partition, key, value, parent, follows } = record;
  const traceparent = parent && leavesUnrecorded() ? unrecordedTraceparent(parent) : undefined;
  if (traceparent !== undefined) {
    return {
      span: undefined,
      traced: { topic, partition, key, value, headers: { ...record.headers, traceparent } },
    };
  }
  const span = startSend(topic, parent, follows);
  if (span.isRecording()) {
    span.setAttributes(messagingAttributes('send', { topic, partition, key: keyText(record) }));
  }
  const headers = { ...record.headers };
  injectTrace(contextOf(span), headers);
  return { span, traced: { topic, partition, key, value, headers } };
}

function startSend(topic: string, parent: Parent | undefined, follows: Parent | undefined): Span {
  const name = messagingSpan.send(topic);
  const options = { kind: SpanKind.PRODUCER };
  if (parent) return startSpan(name, { ...options, links: follows ? linksTo(follows) : [] }, parent);
  return follows ? startFollowing(name, options, [follows]) : startTrace(name, options);
}

/** The key as an attribute; the semantic conventions leave out one that has no text form. */
function keyText({ key }: OutgoingRecord): string | undefined {
  if (key === null || (typeof key !== 'string' && !isUtf8(key))) return undefined;
  return key.toString();
}

function succeed(span: Span, ack: Ack): void {
  if (span.isRecording()) span.setAttribute('messaging.kafka.offset', Number(ack.offset));
  span.end();
}

function fail(span: Span, error: unknown): void {
  failSpan(span, error instanceof Error ? error.name : 'unknown', String(error));
}
