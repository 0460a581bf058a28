import { useEffect, useRef, useState } from 'react';
import { useApiAccess } from '../api/api-context.tsx';
import type { ServerEvent } from './event-parser.ts';
import { readStream, type StreamState } from './read-stream.ts';

/**
 * Follows a stream for as long as somebody looks.
 * @param path with its query; undefined: none is followed at the moment
 * @param onEvent told each message
 */
export function useStream(path: string | undefined, onEvent: (event: ServerEvent) => void): StreamState {
  const { credentials } = useApiAccess();
  const [state, setState] = useState<StreamState>({ kind: 'connecting' });
  const told = useRef(onEvent);
  useEffect(() => {
    told.current = onEvent;
  }, [onEvent]);
  useEffect(() => {
    if (path === undefined) return undefined;
    const stop = new AbortController();
    const watcher = { onEvent: (event: ServerEvent) => told.current(event), onState: setState };
    void readStream(path, credentials, watcher, stop.signal);
    return () => stop.abort();
  }, [credentials, path]);
  return state;
}
