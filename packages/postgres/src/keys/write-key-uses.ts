import type { Queryable } from '../pool.ts';

/** A key, and how long ago it was last used. */
export interface KeyUse {
  readonly keyId: string;
  readonly secondsAgo: number;
}

// A row that another instance is writing is left to it, so that instances with the same keys never wait for each other;
// and one that was written within the half minute is near enough.
const WRITE = `
  with used as (
    select k.id, now() - make_interval(secs => u.seconds_ago) as at
      from unnest($1::text[], $2::float8[]) as u (id, seconds_ago) join api_keys k on k.id = u.id
     where k.last_used_at is null or k.last_used_at < now() - make_interval(secs => u.seconds_ago + 30)
       for no key update of k skip locked
  )
  update api_keys k set last_used_at = used.at from used where k.id = used.id`;

/** Notes when keys were last used, to the half minute, in one statement. */
export async function writeKeyUses(db: Queryable, uses: readonly KeyUse[]): Promise<void> {
  const values = [uses.map(({ keyId }) => keyId), uses.map(({ secondsAgo }) => secondsAgo)];
  await db.query({ name: 'write-key-uses', text: WRITE, values });
}
