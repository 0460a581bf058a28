import { useEffect, useState } from 'react';
import { addToTail, EMPTY_TAIL, missFromTail, type Tail } from '../lists/live-tail.ts';
import type { StreamState } from '../live/read-stream.ts';
import { useStream } from '../live/use-stream.ts';
import { readTail, type TailEvent } from './tail-message.ts';

export interface LiveTail {
  readonly tail: Tail<TailEvent>;
  readonly state: StreamState;
}

/** The newest events of these types, as they are stored; while it is paused nothing is asked for. */
export function useTail(type: string | undefined, isPaused: boolean): LiveTail {
  const [tail, setTail] = useState<Tail<TailEvent>>(EMPTY_TAIL);
  // Other types are another tail.
  // biome-ignore lint/correctness/useExhaustiveDependencies: nothing of it is read, its change empties the tail
  useEffect(() => setTail(EMPTY_TAIL), [type]);
  const query = type === undefined ? '' : `?${new URLSearchParams({ type })}`;
  const state = useStream(isPaused ? undefined : `/api/events/stream${query}`, (sent) => {
    const message = readTail(sent);
    if (message?.kind === 'event') setTail((old) => addToTail(old, message.event));
    if (message?.kind === 'more') setTail((old) => missFromTail(old, message.count, message.isAtLeast));
  });
  return { tail, state };
}
