import { useEffect, useState } from 'react';
import { useApiAccess } from '../api/api-context.tsx';
import { addToTail, EMPTY_TAIL, missFromTail, type Tail } from '../lists/live-tail.ts';
import type { ServerEvent } from '../live/event-parser.ts';
import { readStream, type StreamState } from '../live/read-stream.ts';
import { readTail, type TailEvent } from './tail-message.ts';

export interface LiveTail {
  readonly tail: Tail<TailEvent>;
  readonly state: StreamState;
}

/** The newest events of these types, as they are stored; while it is paused nothing is asked for. */
export function useTail(type: string | undefined, isPaused: boolean): LiveTail {
  const { credentials } = useApiAccess();
  const [tail, setTail] = useState<Tail<TailEvent>>(EMPTY_TAIL);
  const [state, setState] = useState<StreamState>({ kind: 'connecting' });
  // Other types are another tail.
  // biome-ignore lint/correctness/useExhaustiveDependencies: nothing of it is read, its change empties the tail
  useEffect(() => setTail(EMPTY_TAIL), [type]);
  useEffect(() => {
    if (isPaused) return undefined;
    const stop = new AbortController();
    const watcher = {
      onEvent(sent: ServerEvent) {
        const message = readTail(sent);
        if (message?.kind === 'event') setTail((old) => addToTail(old, message.event));
        if (message?.kind === 'more') setTail((old) => missFromTail(old, message.count, message.isAtLeast));
      },
      onState: setState,
    };
    const query = type === undefined ? '' : `?${new URLSearchParams({ type })}`;
    void readStream(`/api/events/stream${query}`, credentials, watcher, stop.signal);
    return () => stop.abort();
  }, [credentials, type, isPaused]);
  return { tail, state };
}
