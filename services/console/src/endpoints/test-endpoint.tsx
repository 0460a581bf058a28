import { useEffect, useRef } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { Action } from '../parts/action.tsx';
import { useChange } from '../parts/change.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { TestResult } from './test-result.tsx';

interface TestEndpointProps {
  readonly id: string;
  /** Sends one as soon as it is shown. */
  readonly atOnce?: boolean;
}

/** Sends an endpoint a test event and shows what becomes of it. */
export function TestEndpoint({ id, atOnce = false }: TestEndpointProps) {
  const api = useApi();
  const { mutate, isPending, error, data } = useChange({
    change: () => answerOf(api.POST('/api/endpoints/{id}/test', { params: { path: { id } } })),
    done: 'A test event is sent',
    touches: [],
  });
  const isBegun = useRef(false);
  useEffect(() => {
    if (!atOnce || isBegun.current) return;
    isBegun.current = true;
    mutate(undefined);
  }, [atOnce, mutate]);
  return (
    <>
      <p className="actions">
        <Action isPending={isPending} onPress={() => mutate(undefined)}>
          Send a test event
        </Action>
      </p>
      {error !== null && <ProblemNotice error={error} />}
      {data && <TestResult key={data.id} eventId={data.id} />}
    </>
  );
}
