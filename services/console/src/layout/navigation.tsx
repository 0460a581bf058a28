import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSession } from '../auth/use-session.ts';

/** The views that whoever is signed in may see. */
export function Navigation() {
  const { may } = useSession();
  const box = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a narrow screen they are one line, which is scrolled.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view has changed
  useEffect(() => {
    const [nav, link] = [box.current, box.current?.querySelector<HTMLElement>('[aria-current=page]')];
    if (nav && link) nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.clientWidth) / 2;
  }, [pathname]);
  return (
    <nav ref={box} className="navigation" aria-label="Views">
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
              {/* A consumer group is reached from the topics, and has a link of its own. */}
              <Link to="/topics" aria-current={pathname.startsWith('/groups/') ? 'page' : undefined}>
                Topics
              </Link>
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
