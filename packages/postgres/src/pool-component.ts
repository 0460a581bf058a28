import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal } from '@hopline/runtime/wait';
import type { Pool } from './pool.ts';

/** A pool as a part of a process: first up and last down, after everything that asks it. */
export function poolComponent(pool: Pool): Component {
  let ended: Promise<void> | undefined;
  return {
    name: 'postgres pool',
    // Connections are made when they are needed: readiness tells when Postgres is away.
    start: async () => {},
    async stop(deadline) {
      ended ??= pool.end();
      await raceSignal(ended, deadline).catch(() => {});
    },
  };
}
