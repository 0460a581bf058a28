import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { ReceivedRecord } from './port.ts';

/** A record of ours from a message of kafkajs. Of a header that stands several times, the last one counts. */
export function receivedRecord(topic: string, partition: number, message: KafkaMessage): ReceivedRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: receivedHeaders(message.headers),
  };
}

function receivedHeaders(headers: IHeaders | undefined): Record<string, Buffer> {
  const received: Record<string, Buffer> = {};
  for (const name in headers) {
    const values = headers[name];
    const last = Array.isArray(values) ? values.at(-1) : values;
    // A header without a value is there, and empty.
    received[name] = typeof last === 'string' ? Buffer.from(last) : (last ?? Buffer.alloc(0));
  }
  return received;
}
