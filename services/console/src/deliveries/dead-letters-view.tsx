import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useSession } from '../auth/use-session.ts';
import { Needs } from '../layout/needs.tsx';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { StartReplay } from '../replays/start-replay.tsx';
import { DeliveryFilterBar } from './delivery-filter-bar.tsx';
import { DeliveryList } from './delivery-list.tsx';

const route = getRouteApi('/dead-letters');

/** What was given up, and how to have all of it attempted again. */
export function DeadLettersView() {
  return (
    <Needs permission="read" title="Dead letters">
      <DeadLetters />
    </Needs>
  );
}

function DeadLetters() {
  const { may } = useSession();
  const { state: _, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const onPlace = useCallback(
    (cursor: string | undefined) => {
      void navigate({ search: (old) => ({ ...old, cursor }), replace: true, resetScroll: false });
    },
    [navigate],
  );
  return (
    <Page
      title="Dead letters"
      lead="Deliveries that were given up after their last attempt. Mend the endpoint first; then have them attempted again."
      actions={
        may.manage && (
          <StartReplay
            button="Attempt all again"
            endpointId={search.endpoint_id}
            begin={{ select: 'failed', from: search.from, to: search.to }}
          />
        )
      }
    >
      <DeliveryFilterBar
        filters={search}
        onChange={(filters) => void navigate({ search: filters })}
        hasState={false}
      />
      <DeliveryList
        filters={{ ...search, state: 'dead' }}
        onPlace={onPlace}
        empty={<Empty title="No dead letter">Nothing that fits these filters was given up.</Empty>}
      />
    </Page>
  );
}
