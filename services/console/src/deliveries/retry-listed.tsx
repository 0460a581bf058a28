import { useSession } from '../auth/use-session.ts';
import { Action } from '../parts/action.tsx';
import { StartReplay } from '../replays/start-replay.tsx';
import type { DeliveryFilters } from '../url/filters.ts';
import { bulkRetryOf } from './bulk-retry.ts';

interface RetryListedProps {
  readonly button: string;
  /** Of the list. */
  readonly filters: DeliveryFilters;
}

/** Attempts again what a list shows and has failed, or says why it cannot. */
export function RetryListed({ button, filters }: RetryListedProps) {
  const { may } = useSession();
  if (!may.manage) return null;
  const retry = bulkRetryOf(filters);
  if (retry.kind === 'replay')
    return <StartReplay button={button} endpointId={retry.endpointId} begin={retry.begin} isOfList />;
  return (
    <>
      <span className="quiet">{retry.why}</span>
      <Action isDisabled>{button}</Action>
    </>
  );
}
