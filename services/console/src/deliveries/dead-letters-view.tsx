import { getRouteApi } from '@tanstack/react-router';
import { Needs } from '../layout/needs.tsx';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { DeliveryFilterBar } from './delivery-filter-bar.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { RetryListed } from './retry-listed.tsx';

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
  const { state: _, ...search } = route.useSearch();
  const shown = { ...search, state: 'dead' };
  const navigate = route.useNavigate();
  return (
    <Page
      title="Dead letters"
      lead="Deliveries that were given up after their last attempt. Mend the endpoint first; then have them attempted again."
      actions={<RetryListed button="Attempt all again" filters={shown} />}
    >
      <DeliveryFilterBar
        filters={search}
        onChange={(filters) => void navigate({ search: filters })}
        hasState={false}
      />
      <DeliveryList
        filters={shown}
        empty={<Empty title="No dead letter">Nothing that fits these filters was given up.</Empty>}
      />
    </Page>
  );
}
