import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { Key } from '../api/shapes.ts';
import { Action } from '../parts/action.tsx';
import { Badge } from '../parts/badge.tsx';
import { Loading } from '../parts/loading.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { KeyActions } from './key-actions.tsx';
import { ownerQuery } from './owner-query.ts';

interface KeyTableProps {
  readonly owner: string | undefined;
  /** The organization whose keys they are. */
  readonly identity: string;
}

/** At most some hundred keys are valid at a time; those that have ended come after a button. */
export function KeyTable({ owner, identity }: KeyTableProps) {
  const api = useApi();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      queryKey: ['keys', identity],
      initialPageParam: undefined as string | undefined,
      queryFn: ({ pageParam, signal }) => {
        const query = {
          ...ownerQuery(owner),
          limit: '100',
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        };
        return answerOf(api.GET('/api/keys', { params: { query }, signal }));
      },
      getNextPageParam: ({ next_cursor: next }) => next ?? undefined,
    });
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading what="the keys" />;
  return (
    <>
      <div className="table-box">
        <table>
          <caption className="for-readers">API keys</caption>
          <thead>
            <tr>
              <th scope="col">Id</th>
              <th scope="col">Name</th>
              <th scope="col">May</th>
              <th scope="col">State</th>
              <th scope="col">Made</th>
              <th scope="col">Last used</th>
              <th scope="col">Ends</th>
              <th scope="col">Actions</th>
            </tr>
          </thead>
          <tbody>
            {data.pages
              .flatMap(({ keys }) => keys)
              .map((key) => (
                <KeyRow key={key.id} of={key} owner={owner} />
              ))}
          </tbody>
        </table>
      </div>
      {hasNextPage && (
        <Action isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          Show more
        </Action>
      )}
    </>
  );
}

function KeyRow({ of, owner }: { readonly of: Key; readonly owner: string | undefined }) {
  const state = stateOf(of, Date.now());
  return (
    <tr>
      <th scope="row">
        <code>{of.id}</code>
      </th>
      <td>{of.name || '–'}</td>
      <td>{of.scopes.join(', ')}</td>
      <td>
        <Badge state={state} />
      </td>
      <td>
        <Moment time={of.created_at} />
      </td>
      <td>
        <Moment time={of.last_used_at} none="never" />
      </td>
      <td>
        <Moment time={of.revoked_at ?? of.expires_at} none="no end" />
      </td>
      <td>
        {state === 'active' && <KeyActions id={of.id} owner={owner} isEnding={of.expires_at !== null} />}
      </td>
    </tr>
  );
}

function stateOf(
  { revoked_at: revoked, expires_at: expires }: Key,
  now: number,
): 'active' | 'revoked' | 'expired' {
  if (revoked !== null) return 'revoked';
  return expires !== null && Date.parse(expires) <= now ? 'expired' : 'active';
}
