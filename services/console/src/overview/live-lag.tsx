import { useEffect, useState } from 'react';
import { useApiAccess } from '../api/api-context.tsx';
import { readStream, type StreamState } from '../live/read-stream.ts';
import { Loading } from '../parts/loading.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { LagTable } from '../topics/lag-table.tsx';
import { type LagMessage, readLag } from './lag-message.ts';

/** How far each hop and rung is behind, as it is told. */
export function LiveLag() {
  const { message, state } = useLag();
  return (
    <section aria-label="Lag">
      <h2>Lag of each hop and rung</h2>
      {state.kind === 'broken' && <ProblemNotice error={state.error} />}
      {!message && state.kind !== 'broken' && <Loading what="the lag" />}
      {message?.groups === null && (
        <div className="notice notice-bad" role="alert">
          <p className="notice-title">Kafka does not say</p>
          <p>
            It is asked again every few seconds. If this stays, look at the brokers, and whether the api has
            its rights there.
          </p>
        </div>
      )}
      {message?.groups && <LagTable groups={message.groups} />}
    </section>
  );
}

function useLag(): { readonly message: LagMessage | undefined; readonly state: StreamState } {
  const { credentials } = useApiAccess();
  const [message, setMessage] = useState<LagMessage>();
  const [state, setState] = useState<StreamState>({ kind: 'connecting' });
  useEffect(() => {
    const stop = new AbortController();
    const watcher = {
      onEvent({ data }: { readonly data: string }) {
        const read = readLag(data);
        if (read) setMessage(read);
      },
      onState: setState,
    };
    void readStream('/api/admin/lag/stream', credentials, watcher, stop.signal);
    return () => stop.abort();
  }, [credentials]);
  return { message, state };
}
