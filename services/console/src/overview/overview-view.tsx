import { useSession } from '../auth/use-session.ts';
import { Needs } from '../layout/needs.tsx';
import { Page } from '../parts/page.tsx';
import { Begin } from './begin.tsx';
import { LiveCharts } from './live-charts.tsx';
import { Trouble } from './trouble.tsx';

/** What happens now, and what needs somebody. */
export function OverviewView() {
  const { may } = useSession();
  // There is nothing to be seen here for the administrator, who belongs to no organization.
  if (may.administer) return <Begin />;
  return (
    <Needs permission="read" title="Overview">
      <Page title="Overview" lead="What happens now.">
        <LiveCharts />
        <Trouble />
      </Page>
    </Needs>
  );
}
