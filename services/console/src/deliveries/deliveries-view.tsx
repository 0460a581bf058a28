import { getRouteApi } from '@tanstack/react-router';
import { Needs } from '../layout/needs.tsx';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { DeliveryFilterBar } from './delivery-filter-bar.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { RetryListed } from './retry-listed.tsx';

const route = getRouteApi('/deliveries');

/** What became of each delivery. */
export function DeliveriesView() {
  return (
    <Needs permission="read" title="Deliveries">
      <Deliveries />
    </Needs>
  );
}

function Deliveries() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title="Deliveries"
      lead="One for each event and endpoint that wanted it, the newest events first."
      actions={<RetryListed button="Attempt failed again" filters={search} />}
    >
      <DeliveryFilterBar
        filters={search}
        onChange={(filters) => void navigate({ search: filters })}
        hasState
      />
      <DeliveryList
        filters={search}
        empty={<Empty title="No delivery fits">Take a filter away, or look at a longer time.</Empty>}
      />
    </Page>
  );
}
