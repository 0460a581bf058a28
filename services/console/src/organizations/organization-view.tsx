import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { Needs } from '../layout/needs.tsx';
import { CopyText } from '../parts/copy-text.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { OrganizationForm } from './organization-form.tsx';

const route = getRouteApi('/organizations/$organizationId');

/** One organization and what it may do. */
export function OrganizationView() {
  const { organizationId } = route.useParams();
  return (
    <Needs permission="administer" title="Organization">
      <OneOrganization id={organizationId} />
    </Needs>
  );
}

function OneOrganization({ id }: { readonly id: string }) {
  const api = useApi();
  const query = useQuery({
    queryKey: ['organization', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/organizations/{id}', { params: { path: { id } }, signal })),
  });
  return (
    <Page
      title={query.data?.name ?? 'Organization'}
      actions={
        <>
          <Link to="/" search={{ organization: id }} className="link-action">
            Look at it
          </Link>
          <Link to="/keys" search={{ organization: id }} className="link-action">
            Its keys
          </Link>
        </>
      }
    >
      <Loaded query={query} what="the organization">
        {(organization) => (
          <>
            <Facts
              of={[
                ['Id', <CopyText key="id" text={organization.id} what="the organization's id" />],
                ['Created', <Moment key="created" time={organization.created_at} />],
              ]}
            />
            <OrganizationForm key={organization.id} organization={organization} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
