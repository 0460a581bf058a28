import { useEffect, useRef, useState } from 'react';
import { useApiAccess } from '../api/api-context.tsx';
import type { ServerEvent } from './event-parser.ts';
import { readStream, type StreamState } from './read-stream.ts';

const CONNECTING: StreamState = { kind: 'connecting' };

/**
 * Follows a stream for as long as somebody looks.
 * @param path with its query; undefined: none is followed at the moment
 * @param onEvent told each message
 */
export function useStream(path: string | undefined, onEvent: (event: ServerEvent) => void): StreamState {
  const { credentials } = useApiAccess();
  const [known, setKnown] = useState<{ readonly path: string; readonly state: StreamState }>();
  const told = useRef(onEvent);
  useEffect(() => {
    told.current = onEvent;
  }, [onEvent]);
  useEffect(() => {
    if (path === undefined) return undefined;
    const stop = new AbortController();
    const watcher = {
      onEvent: (event: ServerEvent) => told.current(event),
      onState: (state: StreamState) => setKnown({ path, state }),
    };
    void readStream(path, credentials, watcher, stop.signal);
    return () => {
      stop.abort();
      // The next one is another, also of the same path.
      setKnown(undefined);
    };
  }, [credentials, path]);
  // Until another stream says something of itself, what the one before said is not true of it.
  return known !== undefined && known.path === path ? known.state : CONNECTING;
}
