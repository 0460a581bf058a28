import { Link } from '@tanstack/react-router';
import { Page } from '../parts/page.tsx';
import { LiveLag } from './live-lag.tsx';

/** Where an administrator goes from here. */
export function Begin() {
  return (
    <Page title="Overview" lead="You are signed in with the admin token.">
      <p>
        <Link to="/organizations">Organizations</Link> has who may send events, how many, and their keys.
        Events, deliveries and endpoints belong to an organization: choose one above to look at them, or sign
        in with one of its keys to change them.
      </p>
      <LiveLag />
    </Page>
  );
}
