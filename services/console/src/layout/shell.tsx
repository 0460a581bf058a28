import { Outlet } from '@tanstack/react-router';
import { SignOut } from '../auth/sign-out.tsx';
import { useSession } from '../auth/use-session.ts';
import icon from '../icon.svg';
import { Navigation } from './navigation.tsx';
import { OrganizationChoice } from './organization-choice.tsx';
import { SchemeChoice } from './scheme-choice.tsx';

/** What is around every view. */
export function Shell() {
  const { session, may, chosen } = useSession();
  const isPortal = session.kind === 'portal';
  const who = session.kind === 'admin' ? 'Administrator' : (session.organization?.name ?? '');
  return (
    <div className="shell">
      <a className="skip" href="#view">
        Skip to the content
      </a>
      <header className="top">
        <p className="brand">
          {isPortal ? (
            'Webhooks'
          ) : (
            <>
              <img src={icon} alt="" /> Hopline
            </>
          )}
        </p>
        <p className="who">{who}</p>
        {may.administer && <OrganizationChoice />}
        <SchemeChoice />
        {!isPortal && <SignOut />}
      </header>
      <Navigation />
      <main id="view" className="view" tabIndex={-1}>
        {/* What is shown of one organization is nothing of the next. */}
        <Outlet key={chosen ?? ''} />
      </main>
    </div>
  );
}
