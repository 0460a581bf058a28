// A stream of server-sent events that comes back after each end. The browser's own EventSource sends no Authorization, which the
// portal needs.
import { type Credentials, headersFor, targetFor } from '../api/credentials.ts';
import { isSignedOut, ProblemError, refusalOf, UnreachableError } from '../api/problem.ts';
import { createEventParser, type ServerEvent } from './event-parser.ts';
import { followSight, type Sight, untilSeen } from './sight.ts';

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

/** The api says something every 5 s (services/api/src/live/serve-stream.ts): what is quiet for so long is a connection to nobody. */
const LONGEST_SILENCE_MS = 15_000;

export interface StreamLimits {
  readonly longestSilenceMs?: number;
  /** The page that is looked at; undefined where there is none. */
  readonly sight?: Sight | undefined;
}

/** How long to wait before connecting again, in milliseconds. `broken`: how often in a row it came to nothing. */
export function reconnectAfterMs(broken: number, random: () => number): number {
  const most = Math.min(FIRST_WAIT_MS * 2 ** broken, LONGEST_WAIT_MS);
  // Not all pages at once, when the api comes back.
  return most / 2 + (most / 2) * random();
}

/**
 * Reads until the signal is aborted, or whoever reads is signed out. Never rejects: what goes wrong is told to the watcher, and tried
 * again. While nobody sees the page it is not connected, as a browser has few connections to a host for all of its tabs.
 */
export async function readStream(
  path: string,
  credentials: Credentials,
  watcher: StreamWatcher,
  signal: AbortSignal,
  { longestSilenceMs = LONGEST_SILENCE_MS, sight = globalThis.document }: StreamLimits = {},
): Promise<void> {
  let broken = 0;
  let last = '';
  watcher.onState({ kind: 'connecting' });
  while (!signal.aborted) {
    await untilSeen(sight, signal);
    if (signal.aborted) return;
    const connection = followSight(sight, signal);
    try {
      await readOnce(
        path,
        credentials,
        { last, longestSilenceMs, signal: connection.signal },
        {
          onState(state) {
            if (state.kind === 'open') broken = 0;
            watcher.onState(state);
          },
          onEvent(event) {
            last = event.id;
            watcher.onEvent(event);
          },
        },
      );
      // It ended, as when the api stops. That something is broken is said until it is open again.
      watcher.onState({ kind: 'connecting' });
    } catch (error) {
      if (signal.aborted) return;
      if (connection.signal.aborted) {
        watcher.onState({ kind: 'connecting' });
        continue;
      }
      // The page knows no other reason for which a connection breaks.
      const isSaid = error instanceof ProblemError;
      watcher.onState({ kind: 'broken', error: isSaid ? error : new UnreachableError(error) });
      if (isSignedOut(error)) return;
    } finally {
      connection.stop();
    }
    await pause(reconnectAfterMs(broken, Math.random), signal);
    broken += 1;
  }
}

async function readOnce(
  path: string,
  credentials: Credentials,
  {
    last,
    longestSilenceMs,
    signal,
  }: { readonly last: string; readonly longestSilenceMs: number; readonly signal: AbortSignal },
  watcher: StreamWatcher,
): Promise<void> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), longestSilenceMs);
  };
  const headers = {
    accept: 'text/event-stream',
    // So that it goes on where it broke.
    ...(last === '' ? {} : { 'last-event-id': last }),
    ...headersFor('GET', credentials),
  };
  hear();
  try {
    const response = await fetch(targetFor('GET', path, credentials), {
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok || !response.body) throw refusalOf(response, await response.text(), credentials);
    watcher.onState({ kind: 'open' });
    const parser = createEventParser();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      hear();
      for (const event of parser.push(decoder.decode(value, { stream: true }))) watcher.onEvent(event);
    }
  } finally {
    clearTimeout(timer);
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
