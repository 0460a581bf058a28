import type { Queryable } from '../pool.ts';
import { addLiveCounts } from './add-live-counts.ts';
import type { Counted } from './live-counts.ts';
import { readWatched } from './read-watched.ts';

/** Where a process writes what it counts. */
export interface LiveStore {
  /** The organizations whose figures somebody looks at. */
  readWatched(): Promise<ReadonlySet<string>>;
  /** @param counts one for each organization, at least one */
  add(counts: readonly Counted[]): Promise<void>;
}

/** @param instanceId a UUID of the process */
export function liveStore(db: Queryable, instanceId: string): LiveStore {
  return {
    readWatched: () => readWatched(db),
    add: (counts) => addLiveCounts(db, instanceId, counts),
  };
}
