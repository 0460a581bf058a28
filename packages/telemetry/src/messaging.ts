// Span names and attributes of the OpenTelemetry semantic conventions for messaging (status: development). They stand
// only here, because they still change.
import type { Attributes } from '@opentelemetry/api';

export const messagingSpan = {
  send: (topic: string) => `send ${topic}`,
  process: (topic: string) => `process ${topic}`,
};

export function messagingAttributes(
  operation: 'send' | 'process',
  record: { topic: string; partition: number; key?: string | undefined; offset?: bigint; group?: string },
): Attributes {
  return {
    'messaging.system': 'kafka',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': record.topic,
    'messaging.destination.partition.id': String(record.partition),
    ...(record.key === undefined ? {} : { 'messaging.kafka.message.key': record.key }),
    ...(record.offset === undefined ? {} : { 'messaging.kafka.offset': Number(record.offset) }),
    ...(record.group === undefined ? {} : { 'messaging.consumer.group.name': record.group }),
  };
}
