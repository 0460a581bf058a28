import { getRouteApi, Link } from '@tanstack/react-router';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { Organization } from '../api/shapes.ts';
import { count } from '../format/amount.ts';
import { Needs } from '../layout/needs.tsx';
import type { ReadPage } from '../lists/paged-rows.ts';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { type Column, Rows } from '../parts/rows.tsx';
import { usePagedRows } from '../parts/use-paged-rows.ts';
import { usePlace } from '../url/use-place.ts';
import { NewOrganization } from './new-organization.tsx';

const route = getRouteApi('/organizations');

const COLUMNS: readonly Column<Organization>[] = [
  { name: 'Created', cell: ({ created_at }) => <Moment time={created_at} /> },
  {
    name: 'Name',
    cell: ({ id, name }) => (
      <Link to="/organizations/$organizationId" params={{ organizationId: id }}>
        {name}
      </Link>
    ),
  },
  { name: 'Tier', cell: ({ tier }) => tier },
  {
    name: 'Events a minute',
    cell: ({ rate_limit }) => (rate_limit === null ? 'as the tier has it' : count(rate_limit)),
  },
];

/** Who may send events. */
export function OrganizationsView() {
  return (
    <Needs permission="administer" title="Organizations">
      <Organizations />
    </Needs>
  );
}

function Organizations() {
  const api = useApi();
  const { cursor: from } = route.useSearch();
  const onPlace = usePlace();
  const read: ReadPage<Organization> = async (cursor, signal) => {
    const query = { limit: '100', ...(cursor === undefined ? {} : { cursor }) };
    const page = await answerOf(api.GET('/api/organizations', { params: { query }, signal }));
    return { rows: page.organizations, next: page.next_cursor };
  };
  const { list, renew } = usePagedRows('organizations', read, from);
  return (
    <Page title="Organizations" lead="The newest first." actions={<NewOrganization onMade={renew} />}>
      <Rows
        label="organizations"
        one="organization"
        list={list}
        columns={COLUMNS}
        onPlace={onPlace}
        onRenew={renew}
        layout="events"
        empty={<Empty title="No organization yet">Make one: it comes with its first API key.</Empty>}
      />
    </Page>
  );
}
