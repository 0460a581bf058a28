import { useState } from 'react';
import type { StreamState } from '../live/read-stream.ts';
import { useStream } from '../live/use-stream.ts';
import { keepLag, type LagMessage, readLag } from './lag-message.ts';

export interface LiveLagMessages {
  /** Those of the last minutes, the oldest first. */
  readonly messages: readonly LagMessage[];
  readonly state: StreamState;
}

/** How far each hop and rung is behind, for as long as somebody looks. */
export function useLag(): LiveLagMessages {
  const [messages, setMessages] = useState<readonly LagMessage[]>([]);
  const state = useStream('/api/admin/lag/stream', ({ data }) => {
    const message = readLag(data);
    if (message) setMessages((kept) => keepLag(kept, message));
  });
  return { messages, state };
}
