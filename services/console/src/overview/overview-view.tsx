import { useSession } from '../auth/use-session.ts';
import { Needs } from '../layout/needs.tsx';
import { Page } from '../parts/page.tsx';
import { Begin } from './begin.tsx';
import { FirstSteps } from './first-steps.tsx';
import { LiveCharts } from './live-charts.tsx';
import { LiveLag } from './live-lag.tsx';
import { Trouble } from './trouble.tsx';
import { useHasEvents } from './use-has-events.ts';

/** What happens now, and what needs somebody. */
export function OverviewView() {
  const { may } = useSession();
  // There is nothing to be seen here for the administrator, who belongs to no organization, until they have chosen one.
  if (may.administer && !may.read) return <Begin />;
  return (
    <Needs permission="read" title="Overview">
      <Overview />
    </Needs>
  );
}

function Overview() {
  const { may } = useSession();
  const isNew = useHasEvents() === false;
  return (
    <Page title="Overview" lead={isNew ? 'Nothing was sent yet.' : 'Live figures of the last five minutes.'}>
      {isNew ? (
        <FirstSteps />
      ) : (
        <>
          <LiveCharts />
          <Trouble />
          {may.administer && <LiveLag />}
        </>
      )}
    </Page>
  );
}
