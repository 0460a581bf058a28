import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { Needs } from '../layout/needs.tsx';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { TimeRange } from '../parts/time-range.tsx';
import { ReconciliationTable } from './reconciliation-table.tsx';
import { joinWeeks, type Reconciliation, weeksOf } from './weeks.ts';
import { toHour } from './whole-hour.ts';

const route = getRouteApi('/reconcile');

/** What was sent and what became of it, hour by hour. */
export function ReconcileView() {
  return (
    <Needs permission="reconcile" title="Reconcile">
      <Reconcile />
    </Needs>
  );
}

function Reconcile() {
  const api = useApi();
  const { from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['reconcile', from, to],
    queryFn: async ({ signal }) => {
      const asked = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const weeks: Reconciliation[] = [];
      for (const query of weeksOf(asked, Date.now()))
        weeks.push(await answerOf(api.GET('/api/reconcile', { params: { query }, signal })));
      return joinWeeks(weeks);
    },
  });
  return (
    <Page
      title="Reconcile"
      lead="What was appended is what was stored, what repeats it, and what can never be stored. By the hour in which it came; without times, the last 24 hours."
    >
      <div className="filters">
        <TimeRange from={from} to={to} round={toHour} onChange={(search) => void navigate({ search })} />
      </div>
      <Loaded query={query} what="the reconciliation">
        {(found) => (
          <>
            <p role="status">
              <Badge
                state={found.balanced ? 'balanced' : 'open'}
                text={found.balanced ? 'it adds up' : 'it does not add up'}
              />{' '}
              from <Moment time={found.from} /> to <Moment time={found.to} />
            </p>
            {found.hours.length === 0 ? (
              <Empty title="Nothing came in these hours">Look at a longer time; 31 days are the most.</Empty>
            ) : (
              <ReconciliationTable hours={found.hours} totals={found.totals} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
