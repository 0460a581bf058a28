// Hears NOTIFY on a connection of its own, for as long as the process lives: connects again by itself, and looks now and
// then whether notices still arrive.
import { type Backoff, backoffDelay } from '@hopline/runtime/backoff';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal, sleep } from '@hopline/runtime/wait';
import pg from 'pg';
import { connectionOf } from './connection.ts';

export interface ListenerOptions {
  /** Leads to Postgres itself: a pooler in transaction mode takes LISTEN and passes nothing on. */
  readonly databaseUrl: string;
  /** Stands in pg_stat_activity. */
  readonly applicationName: string;
  readonly channel: string;
  /** Called with the payload of every notice. An empty payload is the listener's own. */
  readonly onNotice: (payload: string) => void;
  /** Called each time that notices arrive from now on. What happened before may have been missed. */
  readonly onListening: () => void;
  /** Called when the connection is lost or cannot be made, with the number of failures in a row. */
  readonly onLost: (error: Error, failures: number) => void;
  /** How often it looks whether notices arrive, in milliseconds. Default 15000. */
  readonly checkEveryMs?: number;
  /** How long Postgres may take to answer, in milliseconds. Default 5000. */
  readonly answerTimeoutMs?: number;
}

export interface Listener extends Component {
  /** Whether notices arrive, as far as is known. */
  listening(): boolean;
}

// Whoever waits for notices is blind until it is connected again.
const BACKOFF: Backoff = { initialMs: 100, maxMs: 1000 };
// libuv then probes once a second and gives up after ten: a peer that vanished is noticed after about 15 seconds, without
// a statement.
const KEEP_ALIVE_MS = 5000;
const END_MS = 1000;

/** Listens from `start` to `stop`. `start` does not wait for Postgres: who needs notices asks `listening`. */
export function createListener(options: ListenerOptions): Listener {
  const { channel, checkEveryMs = 15_000, answerTimeoutMs = 5000 } = options;
  const stopRequested = new AbortController();
  let running: Promise<void> | undefined;
  let isListening = false;
  let failures = 0;

  async function run(): Promise<void> {
    const { signal } = stopRequested;
    while (!signal.aborted) {
      try {
        await listenUntilLost();
      } catch (error) {
        failures += 1;
        if (!signal.aborted) options.onLost(error as Error, failures);
      }
      await sleep(backoffDelay(BACKOFF, failures), signal).catch(() => {});
    }
  }

  async function listenUntilLost(): Promise<never> {
    const client = new pg.Client({
      ...connectionOf(options.databaseUrl),
      application_name: options.applicationName,
      connectionTimeoutMillis: answerTimeoutMs,
      query_timeout: answerTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    });
    const connection = new AbortController();
    const lost = AbortSignal.any([connection.signal, stopRequested.signal]);
    let heard = false;
    client.on('error', (error) => connection.abort(error));
    client.on('end', () => connection.abort(new Error('the connection ended')));
    client.on('notification', ({ payload = '' }) => {
      if (payload === '') heard = true;
      else options.onNotice(payload);
    });
    try {
      await raceSignal(client.connect(), lost);
      await raceSignal(client.query(`listen ${client.escapeIdentifier(channel)}`), lost);
      failures = 0;
      isListening = true;
      options.onListening();
      for (;;) {
        await sleep(checkEveryMs, lost);
        heard = false;
        await raceSignal(client.query('select pg_notify($1, $2)', [channel, '']), lost);
        // Postgres sends a session its own notices before it is ready for the next statement.
        if (!heard)
          throw new Error('a notice that was sent did not arrive: the URL must lead to Postgres itself');
      }
    } finally {
      isListening = false;
      // A connection that is dead does not answer the farewell.
      await raceSignal(client.end(), AbortSignal.timeout(END_MS)).catch(() => {});
    }
  }

  return {
    name: `listener of ${channel}`,
    async start() {
      if (!stopRequested.signal.aborted) running ??= run();
    },
    async stop() {
      stopRequested.abort(new Error('the listener was stopped'));
      await running;
    },
    listening: () => isListening,
  };
}
