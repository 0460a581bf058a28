import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { useSession } from '../auth/use-session.ts';
import { Choice } from '../parts/choice.tsx';

const NONE = 'none';
const NEWEST = '100';

/** Which organization the administrator looks at: one of the newest, or any by a link from the list of all. */
export function OrganizationChoice() {
  const api = useApi();
  const { chosen } = useSession();
  const navigate = useNavigate();
  const newest = useQuery({
    queryKey: ['organizations', 'newest'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/organizations', { params: { query: { limit: NEWEST } }, signal })),
  });
  const one = useQuery({
    queryKey: ['organization', chosen],
    enabled: chosen !== undefined,
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/organizations/{id}', { params: { path: { id: chosen ?? '' } }, signal })),
  });
  const names = new Map((newest.data?.organizations ?? []).map(({ id, name }) => [id, name]));
  if (chosen !== undefined && !names.has(chosen)) names.set(chosen, one.data?.name ?? chosen);
  const options = [[NONE, 'No organization'], ...names] as const;
  const choose = (value: string) =>
    void navigate({ to: '/', search: { organization: value === NONE ? undefined : value } });
  return (
    <div className="scheme">
      <Choice label="Organization" value={chosen ?? NONE} onChange={choose} options={options} />
    </div>
  );
}
