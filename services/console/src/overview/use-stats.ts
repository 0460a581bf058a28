import { useEffect, useState } from 'react';
import { useApiAccess } from '../api/api-context.tsx';
import { readStream, type StreamState } from '../live/read-stream.ts';
import { keepStats, readStats, type StatsMessage } from './stats-message.ts';

export interface LiveStats {
  readonly messages: readonly StatsMessage[];
  readonly state: StreamState;
}

/** What happens now, for as long as somebody looks. */
export function useStats(): LiveStats {
  const { credentials } = useApiAccess();
  const [messages, setMessages] = useState<readonly StatsMessage[]>([]);
  const [state, setState] = useState<StreamState>({ kind: 'connecting' });
  useEffect(() => {
    const stop = new AbortController();
    const watcher = {
      onEvent({ data }: { readonly data: string }) {
        const message = readStats(data);
        if (message) setMessages((kept) => keepStats(kept, message));
      },
      onState: setState,
    };
    void readStream('/api/stats/stream', credentials, watcher, stop.signal);
    return () => stop.abort();
  }, [credentials]);
  return { messages, state };
}
