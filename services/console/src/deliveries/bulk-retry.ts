// Which replay takes what a list of deliveries shows. Pure.
import type { FailedState, ReplayDraft } from '../replays/replay-draft.ts';
import type { DeliveryFilters } from '../url/filters.ts';

export type BulkRetry =
  | {
      readonly kind: 'replay';
      readonly endpointId: string | undefined;
      readonly begin: Omit<ReplayDraft, 'rate'>;
    }
  /** Why there is none, for people. */
  | { readonly kind: 'none'; readonly why: string };

const FAILED: readonly FailedState[] = ['dead', 'cancelled'];

/** What of a list with these filters has failed; without a state that is what is dead and what is cancelled. */
export function bulkRetryOf({ type, state, endpoint_id, event_id, from, to }: DeliveryFilters): BulkRetry {
  if (event_id !== undefined)
    return { kind: 'none', why: 'The deliveries of one event are sent again from the page of the event.' };
  const asked = state?.split(',');
  const states = FAILED.filter((one) => asked?.includes(one) ?? true);
  if (states.length === 0)
    return { kind: 'none', why: 'Many at once are attempted again when they are dead or cancelled.' };
  return {
    kind: 'replay',
    endpointId: endpoint_id,
    begin: {
      select: 'failed',
      from,
      to,
      types: type?.split(','),
      states: states.length === FAILED.length ? undefined : states,
    },
  };
}
