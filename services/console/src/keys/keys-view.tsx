import { getRouteApi, Link } from '@tanstack/react-router';
import { useSession } from '../auth/use-session.ts';
import { Needs } from '../layout/needs.tsx';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { KeyTable } from './key-table.tsx';
import { NewKey } from './new-key.tsx';

const route = getRouteApi('/keys');

/** The API keys of an organization. */
export function KeysView() {
  return (
    <Needs permission="keys" title="Keys">
      <Keys />
    </Needs>
  );
}

function Keys() {
  const { session, may } = useSession();
  const { organization: chosen } = route.useSearch();
  // A key speaks for its own organization; the administrator names one.
  const owner = may.administer ? chosen : undefined;
  const id = may.administer ? chosen : session.organization?.id;
  if (id === undefined) {
    return (
      <Page title="Keys">
        <Empty title="Whose keys?">
          Keys belong to an organization: choose one of the <Link to="/organizations">organizations</Link>.
        </Empty>
      </Page>
    );
  }
  const held = may.administer ? undefined : session.scopes;
  return (
    <Page
      title="Keys"
      lead="The newest first, revoked and expired ones too."
      actions={<NewKey owner={owner} held={held} />}
    >
      <KeyTable owner={owner} identity={id} />
    </Page>
  );
}
