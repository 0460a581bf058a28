// A stream of server-sent events that comes back after each end. The browser's own EventSource sends no Authorization, which the
// portal needs.
import { type Credentials, headersFor, targetFor } from '../api/credentials.ts';
import { ProblemError, problemOf, UnreachableError } from '../api/problem.ts';
import { createEventParser, type ServerEvent } from './event-parser.ts';

export interface StreamWatcher {
  onEvent(event: ServerEvent): void;
  /** Whether it is connected, and if not, why. */
  onState(state: StreamState): void;
}

export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'broken'; readonly error: unknown };

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** How long to wait before connecting again, in milliseconds. `broken`: how often in a row it came to nothing. */
export function reconnectAfterMs(broken: number, random: () => number): number {
  const most = Math.min(FIRST_WAIT_MS * 2 ** broken, LONGEST_WAIT_MS);
  // Not all pages at once, when the api comes back.
  return most / 2 + (most / 2) * random();
}

/** Reads until the signal is aborted. Never rejects: what goes wrong is told to the watcher, and tried again. */
export async function readStream(
  path: string,
  credentials: Credentials,
  watcher: StreamWatcher,
  signal: AbortSignal,
): Promise<void> {
  let broken = 0;
  let last = '';
  watcher.onState({ kind: 'connecting' });
  while (!signal.aborted) {
    try {
      await readOnce(path, credentials, last, signal, {
        onState: watcher.onState,
        onEvent(event) {
          broken = 0;
          last = event.id;
          watcher.onEvent(event);
        },
      });
      // It ended, as when the api stops. That something is broken is said until it is open again.
      watcher.onState({ kind: 'connecting' });
    } catch (error) {
      if (signal.aborted) return;
      // The page knows no other reason for which a connection breaks.
      const isSaid = error instanceof ProblemError;
      watcher.onState({ kind: 'broken', error: isSaid ? error : new UnreachableError(error) });
    }
    await pause(reconnectAfterMs(broken, Math.random), signal);
    broken += 1;
  }
}

async function readOnce(
  path: string,
  credentials: Credentials,
  last: string,
  signal: AbortSignal,
  watcher: StreamWatcher,
): Promise<void> {
  const headers = {
    accept: 'text/event-stream',
    // So that it goes on where it broke.
    ...(last === '' ? {} : { 'last-event-id': last }),
    ...headersFor('GET', credentials),
  };
  const response = await fetch(targetFor('GET', path, credentials), {
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
  });
  if (!response.ok || !response.body)
    throw problemOf(response.status, await response.text(), response.headers.get('retry-after'));
  watcher.onState({ kind: 'open' });
  const parser = createEventParser();
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const event of parser.push(decoder.decode(value, { stream: true }))) watcher.onEvent(event);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
