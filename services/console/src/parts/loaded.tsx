import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loading } from './loading.tsx';
import { ProblemNotice } from './problem-notice.tsx';

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** What is being loaded, as a noun. */
  readonly what: string;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brings; until then that it is loading, or what went wrong. What is there already stays beside an error. */
export function Loaded<Data>({ query, what, children }: LoadedProps<Data>) {
  const { data, error, isPending } = query;
  return (
    <>
      {error !== null && <ProblemNotice error={error} onRetry={() => void query.refetch()} />}
      {isPending && <Loading what={what} />}
      {data !== undefined && children(data)}
    </>
  );
}
