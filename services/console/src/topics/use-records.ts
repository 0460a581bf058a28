import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { ProblemError, UnreachableError } from '../api/problem.ts';
import { addRecords, NO_RECORDS, nextAfterMs, type RecordRows } from './record-rows.ts';

export interface RecordSource {
  readonly topic: string;
  readonly partition: string | undefined;
  /** Undefined for the newest. */
  readonly from: string | undefined;
}

export interface Records {
  readonly records: RecordRows;
  readonly error: unknown;
  readonly isReading: boolean;
  /** Reads the next page once. */
  readonly readOn: () => void;
}

const PAGE = '50';
const AFTER_TROUBLE_SECONDS = 3;

/** The records of a topic from a place on; while it follows, those that come too. Another source is another component. */
export function useRecords({ topic, partition, from }: RecordSource, isFollowing: boolean): Records {
  const api = useApi();
  const queryClient = useQueryClient();
  const [records, setRecords] = useState<RecordRows>(NO_RECORDS);
  const [error, setError] = useState<unknown>();
  const [isReading, setReading] = useState(false);
  const [asked, setAsked] = useState(1);
  const answered = useRef(0);
  const latest = useRef(NO_RECORDS);

  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<number | undefined> => {
      const { cursor } = latest.current;
      const place =
        cursor === undefined ? { ...(partition && { partition }), ...(from && { from }) } : { cursor };
      setReading(true);
      try {
        // By the client of all other reads, which sees who is signed out. Each place is read once.
        const page = await queryClient.fetchQuery({
          queryKey: ['records', topic, place],
          queryFn: ({ signal }) =>
            answerOf(
              api.GET('/api/admin/topics/{name}/records', {
                params: { path: { name: topic }, query: { limit: PAGE, ...place } },
                signal,
              }),
            ),
          // The next round is the retry.
          ...{ staleTime: 0, gcTime: 0, retry: false },
        });
        if (isOver) return undefined;
        latest.current = addRecords(latest.current, page);
        answered.current = asked;
        setRecords(latest.current);
        setError(undefined);
        return nextAfterMs(page.behind);
      } catch (thrown) {
        if (isOver) return undefined;
        setError(thrown);
        return mayPass(thrown)
          ? nextAfterMs(
              0,
              (thrown instanceof ProblemError && thrown.retryAfterSeconds) || AFTER_TROUBLE_SECONDS,
            )
          : undefined;
      } finally {
        if (!isOver) setReading(false);
      }
    };
    const round = async (): Promise<void> => {
      const waitMs = await read();
      const goesOn = isFollowing || answered.current < asked;
      if (!isOver && waitMs !== undefined && goesOn) timer = setTimeout(() => void round(), waitMs);
    };
    if (isFollowing || answered.current < asked) void round();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [api, queryClient, topic, partition, from, isFollowing, asked]);

  return { records, error, isReading, readOn: () => setAsked((old) => old + 1) };
}

/** Whether it may be otherwise in a moment. */
function mayPass(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  return error instanceof ProblemError && [429, 503].includes(error.problem.status);
}
