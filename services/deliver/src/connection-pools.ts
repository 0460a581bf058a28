// Connections to receivers: a pool for each endpoint, not for each host. Endpoints of several organizations may share a
// host, and in a shared pool the posts of a healthy one would wait behind those of one that hangs.
import type { LookupFunction } from 'node:net';
import type { Component } from '@hopline/runtime/lifecycle';
import { buildConnector, Pool } from 'undici';
import { MAX_CONCURRENCY } from './health/concurrency.ts';

const CONNECT_TIMEOUT_MS = 3000;
/** Below what common servers use: a connection that the other side is about to close must not get a post. */
const KEEP_ALIVE_MS = 4000;
const IDLE_POOL_MS = 30_000;
const MAX_TLS_SESSIONS = 1000;

interface Entry {
  readonly pool: Pool;
  users: number;
  idleSince: number;
}

export class ConnectionPools implements Component {
  readonly name = 'webhook connections';
  readonly #connect: buildConnector.connector;
  readonly #entries = new Map<string, Entry>();
  #timer: NodeJS.Timeout | undefined;

  constructor(lookup: LookupFunction) {
    this.#connect = buildConnector({
      timeout: CONNECT_TIMEOUT_MS,
      maxCachedSessions: MAX_TLS_SESSIONS,
      allowH2: false,
      lookup,
    });
  }

  async start(): Promise<void> {
    this.#timer ??= setInterval(() => this.#closeIdle(), IDLE_POOL_MS / 2).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(entries.map(({ pool }) => pool.destroy()));
  }

  /** Lends the endpoint's pool to `work`. It has a connection for every post that the endpoint may have under way. */
  async use<T>(endpointId: string, origin: string, work: (pool: Pool) => Promise<T>): Promise<T> {
    const entry = this.#entry(`${endpointId} ${origin}`, origin);
    entry.users += 1;
    try {
      return await work(entry.pool);
    } finally {
      entry.users -= 1;
      entry.idleSince = performance.now();
    }
  }

  #entry(key: string, origin: string): Entry {
    let entry = this.#entries.get(key);
    if (!entry) {
      const pool = new Pool(origin, {
        connections: MAX_CONCURRENCY,
        connect: this.#connect,
        pipelining: 1,
        keepAliveTimeout: KEEP_ALIVE_MS,
        keepAliveMaxTimeout: KEEP_ALIVE_MS,
        // The whole attempt has one time limit, which no time-out of a part of it can replace.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      entry = { pool, users: 0, idleSince: performance.now() };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #closeIdle(): void {
    const before = performance.now() - IDLE_POOL_MS;
    for (const [key, { pool, users, idleSince }] of this.#entries) {
      if (users > 0 || idleSince > before) continue;
      this.#entries.delete(key);
      pool.destroy().catch(() => {});
    }
  }
}
