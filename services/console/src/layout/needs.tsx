import type { ReactNode } from 'react';
import type { Permissions } from '../auth/permissions.ts';
import { useSession } from '../auth/use-session.ts';
import { NotAllowed } from './not-allowed.tsx';

const WHY: Readonly<Record<keyof Permissions, string>> = {
  read: 'This needs an API key with the scope read, or the admin token and an organization that is chosen above.',
  manage: 'This needs an API key with the scope manage. Ask whoever manages your keys.',
  keys: 'This needs an API key with the scope manage, or the admin token.',
  reconcile:
    'This needs an API key with the scope read, or the admin token and an organization that is chosen above.',
  administer: 'This needs the admin token. Sign out, and sign in with it.',
};

/** To a customer: they have a link, and neither keys nor a token. */
const NOT_BY_LINK = 'Your link does not let you see this. Ask whoever gave it to you.';

interface NeedsProps {
  readonly permission: keyof Permissions;
  readonly title: string;
  readonly children: ReactNode;
}

/** A view, for those who may see it; the others are told what it takes. Nothing is asked of the API that it would refuse. */
export function Needs({ permission, title, children }: NeedsProps) {
  const { may, session } = useSession();
  if (may[permission]) return children;
  return <NotAllowed title={title}>{session.kind === 'portal' ? NOT_BY_LINK : WHY[permission]}</NotAllowed>;
}
