import { Link } from '@tanstack/react-router';
import { useSession } from '../auth/use-session.ts';

/** The views that whoever is signed in may see. */
export function Navigation() {
  const { may } = useSession();
  return (
    <nav className="navigation" aria-label="Views">
      <ul>
        {(may.read || may.administer) && (
          <li>
            <Link to="/" activeOptions={{ exact: true }}>
              Overview
            </Link>
          </li>
        )}
        {may.read && (
          <>
            <li>
              <Link to="/events">Events</Link>
            </li>
            <li>
              <Link to="/endpoints">Endpoints</Link>
            </li>
            <li>
              <Link to="/deliveries">Deliveries</Link>
            </li>
            <li>
              <Link to="/dead-letters">Dead letters</Link>
            </li>
            <li>
              <Link to="/replays">Replays</Link>
            </li>
          </>
        )}
        {may.reconcile && (
          <li>
            <Link to="/reconcile">Reconcile</Link>
          </li>
        )}
        {may.administer && (
          <>
            <li>
              <Link to="/topics">Topics</Link>
            </li>
            <li>
              <Link to="/organizations">Organizations</Link>
            </li>
          </>
        )}
        {may.keys && (
          <li>
            <Link to="/keys">Keys</Link>
          </li>
        )}
      </ul>
    </nav>
  );
}
