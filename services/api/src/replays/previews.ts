import type { Pool } from '@hopline/postgres/pool';
import { previewReplay, type ReplayPreview } from '@hopline/postgres/replays/preview-replay';
import { RequestBusyError } from '../errors.ts';
import { fromDatabase } from '../http/from-database.ts';

/**
 * What a replay would take, counted for an organization once at a time: each counts for as long as it may.
 * @returns undefined when the organization has no such endpoint; it throws RequestBusyError while another one counts
 */
export function createPreviews(
  pool: Pool,
): (asked: Parameters<typeof previewReplay>[1]) => Promise<ReplayPreview | undefined> {
  const counting = new Set<string>();
  return async (asked) => {
    const { organizationId } = asked;
    if (counting.has(organizationId)) throw new RequestBusyError();
    counting.add(organizationId);
    try {
      return await fromDatabase(previewReplay(pool, asked));
    } finally {
      counting.delete(organizationId);
    }
  };
}
