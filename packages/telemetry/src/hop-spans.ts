// Names and attributes of the spans that are Hopline's own, beside those of the semantic conventions (messaging.ts,
// webhook-span.ts). docs/tracing.md shows where each of them stands.
import type { Attributes } from '@opentelemetry/api';

export const hopSpan = {
  /** Persist: a batch of events, a trace of its own that is linked to theirs. */
  persistBatch: 'persist batch',
  /** Below it: the transaction. */
  storeBatch: 'store batch',
  /** Below it: wake-ups and dead letters. */
  publishBatch: 'publish batch',
  /** Deliver, below an attempt: the statement that makes it ours. */
  claim: 'claim delivery',
  /** Below an attempt: the statement that writes what it came to. */
  record: 'record result',
  /** Persist: a round of the sweeper that found something. */
  sweep: 'sweep',
  /** Persist: a step of a replay that chose something. */
  replay: 'replay step',
} as const;

/** An event on the span that stores it: by these its trace is found. */
export function eventAttributes(event: { id: string; organization_id: string; type: string }): Attributes {
  return {
    'hopline.event_id': event.id,
    'hopline.organization_id': event.organization_id,
    'hopline.event_type': event.type,
  };
}

/** A step of a replay. */
export function replayAttributes(step: {
  replayId: string;
  organizationId: string;
  endpointId: string | undefined;
  chosen: number;
}): Attributes {
  return {
    'hopline.replay_id': step.replayId,
    'hopline.organization_id': step.organizationId,
    ...(step.endpointId === undefined ? {} : { 'hopline.endpoint_id': step.endpointId }),
    'hopline.replay_deliveries': step.chosen,
  };
}
