import { useState } from 'react';
import type { StreamState } from '../live/read-stream.ts';
import { useStream } from '../live/use-stream.ts';
import { keepStats, readStats, type StatsMessage } from './stats-message.ts';

export interface LiveStats {
  readonly messages: readonly StatsMessage[];
  readonly state: StreamState;
}

/** What happens now, for as long as somebody looks. */
export function useStats(): LiveStats {
  const [messages, setMessages] = useState<readonly StatsMessage[]>([]);
  const state = useStream('/api/stats/stream', ({ data }) => {
    const message = readStats(data);
    if (message) setMessages((kept) => keepStats(kept, message));
  });
  return { messages, state };
}
