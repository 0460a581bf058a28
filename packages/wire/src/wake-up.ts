import { AvroCodec } from './avro-codec.ts';
import { eventDay } from './event.ts';
import { readSchemaVersions } from './schema-files.ts';
import { isUuid } from './uuid.ts';

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

const DAY = /^[12]\d{3}-\d{2}-\d{2}$/;

/**
 * What is wrong with a wake-up that could be decoded, or undefined. To be asked before it becomes the parameter of a
 * statement: one that Postgres refuses would keep back all others of its batch, again and again.
 */
export function wakeUpProblem({ endpoint_id, organization_id, delivery }: WakeUp): string | undefined {
  if (!isUuid(endpoint_id)) return 'endpoint_id is not a UUID';
  if (!isUuid(organization_id)) return 'organization_id is not a UUID';
  if (delivery && !isUuid(delivery.id)) return 'delivery.id is not a UUID';
  if (delivery && !isDay(delivery.day)) return 'delivery.day is not a day';
  return undefined;
}

function isDay(text: string): boolean {
  const at = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && eventDay(at) === text;
}
