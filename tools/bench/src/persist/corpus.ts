// What the benchmark's topic is filled with, and what the yardstick writes: orders of 500 bytes of 100 organizations that
// have one endpoint each, spread evenly over the partitions, so that no run measures the luck of its ids.
import { randomBytes, randomUUID } from 'node:crypto';
import type { EventContent } from '@hopline/wire/event-encoder';
import { partitionFor } from '@hopline/wire/partitioner';
import { uuidV7 } from '@hopline/wire/uuid';
import { PAYLOAD } from '../load/requests.ts';

export interface Tenancy {
  readonly organizationId: string;
  readonly endpointId: string;
  /** Of its events. */
  readonly partition: number;
}

export const EVENT_TYPE = 'order.created';
const payload = Buffer.from(PAYLOAD);

/** Organizations whose events lie on one partition after the other. */
export function makeTenancies(count: number, partitions: number): Tenancy[] {
  return Array.from({ length: count }, (_, i) => {
    const partition = i % partitions;
    let organizationId: string;
    do organizationId = randomUUID();
    while (partitionFor(organizationId, partitions) !== partition);
    return { organizationId, endpointId: randomUUID(), partition };
  });
}

/** A new event of an organization, accepted now. */
export function makeEvent({ organizationId }: Tenancy): EventContent {
  const acceptedAtMs = Date.now();
  const id = uuidV7(acceptedAtMs);
  return { id, organizationId, type: EVENT_TYPE, acceptedAtMs, dedupId: null, orderingKey: null, payload };
}

/** A W3C traceparent as the api's: one trace in a hundred is recorded. */
export function makeTraceparent(): string {
  const sampled = Math.random() < 0.01 ? '01' : '00';
  const hex = randomBytes(24).toString('hex');
  return `00-${hex.slice(0, 32)}-${hex.slice(32)}-${sampled}`;
}
