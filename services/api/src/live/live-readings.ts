import { findTroubledEndpoints, type TroubledEndpoint } from '@hopline/postgres/endpoints/find-troubled';
import { deleteOldLive } from '@hopline/postgres/live/delete-old-live';
import { type LiveRow, readLiveCounts } from '@hopline/postgres/live/read-live-counts';
import { watchOrganizations } from '@hopline/postgres/live/watch-organizations';
import type { Queryable } from '@hopline/postgres/pool';

/** What the live figures are made of, of several organizations at once. */
export interface LiveReadings {
  /** Has every process write what it counts of them, for so many milliseconds; gives those of which they do. */
  watch(organizationIds: readonly string[], forMs: number): Promise<ReadonlySet<string>>;
  counts(organizationIds: readonly string[]): Promise<readonly LiveRow[]>;
  troubled(organizationIds: readonly string[]): Promise<readonly TroubledEndpoint[]>;
  deleteOld(olderThanMs: number): Promise<void>;
}

export function liveReadings(db: Queryable): LiveReadings {
  return {
    watch: (organizationIds, forMs) => watchOrganizations(db, organizationIds, forMs),
    counts: (organizationIds) => readLiveCounts(db, organizationIds),
    troubled: (organizationIds) => findTroubledEndpoints(db, organizationIds),
    deleteOld: (olderThanMs) => deleteOldLive(db, olderThanMs),
  };
}
