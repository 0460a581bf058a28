// Results that have consequences beyond their own delivery: the endpoint is disabled or has come back, or its
// organization is told that a delivery is dead. All of it in one transaction with the results: a consequence of a result
// that was fenced out does not happen, and one that happened is told.
import { closeBreakers } from '../endpoints/close-breakers.ts';
import { type DisabledReason, disableEndpoints } from '../endpoints/disable-endpoints.ts';
import { deliveryExhausted } from '../operational-events/delivery-exhausted.ts';
import {
  type NewDelivery,
  type OperationalEvent,
  storeOperationalEvents,
} from '../operational-events/store-operational-events.ts';
import type { Pool, PoolClient } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { type AttemptResult, recordedVersion, recordResults } from './record-results.ts';

/** What an attempt means for its endpoint and its organization. */
export interface Consequences {
  readonly endpointId: string;
  readonly organizationId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly attempt: number;
  readonly url: string;
  /** The delivery is of an operational event, which causes none. */
  readonly operational: boolean;
  readonly disable?: DisabledReason;
  readonly recovered?: boolean;
  /** W3C trace context of the attempt: of the operational events that it causes as well. */
  readonly traceparent?: string | null;
}

export interface AttemptOutcome extends AttemptResult {
  readonly consequences: Consequences;
}

export interface RecordedOutcomes {
  /** As recordResults gives them. */
  readonly versions: Map<string, number>;
  /** Of operational events: to be woken after the commit. */
  readonly deliveries: readonly NewDelivery[];
  /** The ids of endpoints that were disabled by this: what waits for them is to be cancelled. */
  readonly disabled: readonly string[];
}

/** Whether a result needs more than its own statement. */
export function hasConsequences({ next, consequences }: AttemptOutcome): boolean {
  const { disable, recovered, operational } = consequences;
  return disable !== undefined || recovered === true || (next.state === 'dead' && !operational);
}

/**
 * Writes what attempts came to, and what follows from it.
 * @param day of all of the deliveries
 * @param nowMs the time of operational events; the partitions of its day must be there
 */
export async function recordOutcomes(
  pool: Pool,
  day: string,
  outcomes: readonly AttemptOutcome[],
  nowMs: number,
): Promise<RecordedOutcomes> {
  // Nearly always: one statement, without the round trips of a transaction.
  if (!outcomes.some(hasConsequences)) {
    return { versions: await recordResults(pool, day, outcomes), deliveries: [], disabled: [] };
  }
  return await inTransaction(pool, async (client) => {
    // The deliveries' locks before the endpoints', as everywhere.
    const versions = await recordResults(client, day, outcomes);
    const recorded = outcomes.filter((outcome) => recordedVersion(versions, outcome) !== undefined);
    const { disabled, events } = await change(client, recorded);
    const deliveries = await storeOperationalEvents(client, events, nowMs);
    return { versions, deliveries, disabled };
  });
}

async function change(
  client: PoolClient,
  recorded: readonly AttemptOutcome[],
): Promise<{ disabled: string[]; events: OperationalEvent[] }> {
  const events: OperationalEvent[] = recorded.flatMap(exhaustedEvent);
  const traces = new Map(
    recorded.map(({ consequences: { endpointId, traceparent = null } }) => [endpointId, traceparent]),
  );
  const recovering = recorded.filter(({ consequences }) => consequences.recovered);
  if (recovering.length > 0) {
    const tells = tellersOf(recovering);
    const ids = [...new Set(recovering.map(({ consequences }) => consequences.endpointId))];
    for (const { id, organizationId, failingSince } of await closeBreakers(client, ids)) {
      if (!tells.has(id)) continue;
      const payload = { endpoint_id: id, failing_since: failingSince };
      events.push({
        organizationId,
        type: 'endpoint.recovered',
        payload,
        traceparent: traces.get(id) ?? null,
      });
    }
  }
  const refusing = recorded.filter(({ consequences }) => consequences.disable);
  if (refusing.length === 0) return { disabled: [], events };
  const ending = new Map(
    refusing.flatMap(({ consequences: { endpointId: id, disable: reason, url } }) =>
      reason ? [[id, { id, reason, url }]] : [],
    ),
  );
  const tells = tellersOf(refusing);
  const disabled = await disableEndpoints(client, [...ending.values()]);
  for (const { id, organizationId, reason, failingSince } of disabled) {
    if (!tells.has(id)) continue;
    const payload = { endpoint_id: id, reason, failing_since: failingSince };
    events.push({ organizationId, type: 'endpoint.disabled', payload, traceparent: traces.get(id) ?? null });
  }
  return { disabled: disabled.map(({ id }) => id), events };
}

/** The endpoints of which there is something to tell: not operational events alone have caused it. */
function tellersOf(causes: readonly AttemptOutcome[]): Set<string> {
  const told = causes.filter(({ consequences }) => !consequences.operational);
  return new Set(told.map(({ consequences }) => consequences.endpointId));
}

function exhaustedEvent({ id, next, outcome, statusCode, consequences }: AttemptOutcome): OperationalEvent[] {
  const { attempt: attempts, operational, traceparent = null, ...about } = consequences;
  if (next.state !== 'dead' || operational) return [];
  const exhausted = deliveryExhausted({ ...about, id, attempts, reason: next.reason, outcome, statusCode });
  return [{ ...exhausted, traceparent }];
}
