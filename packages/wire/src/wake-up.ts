import { AvroCodec } from './avro-codec.ts';
import { readSchemaVersions } from './schema-files.ts';

/**
 * A hint that something may be due: one delivery, or whatever waits for an endpoint (`delivery: null`). Losing every
 * wake-up loses nothing; Postgres is the truth.
 */
export interface WakeUp {
  readonly endpoint_id: string;
  readonly organization_id: string;
  readonly delivery: DeliveryHint | null;
}

export interface DeliveryHint {
  readonly id: string;
  /** The event's UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  /** The row's version that the hint is about; a row that has moved on ignores it. */
  readonly version: number;
}

/** A new codec for the values of the deliveries topic, its rungs and its DLQ. */
export function createWakeUpCodec(): AvroCodec<WakeUp> {
  return new AvroCodec<WakeUp>(readSchemaVersions('wake-up'));
}
