import type { Queryable } from '../pool.ts';
import { DUE, setDue } from './due.ts';
import type { ReplayState } from './replay.ts';

/** What each change makes of which states; in the state that it leads to it changes nothing. */
const CHANGES = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['running', 'paused'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly ReplayState[]; to: ReplayState }>;

export type ReplayChange = keyof typeof CHANGES;

// The job's row is what a step locks: once this is committed no further delivery is chosen. What was chosen before goes on.
const CHANGE = `
  update replays r
     set state = $3::replay_state, ended_at = case when $3 = 'cancelled' then now() end,
         ${setDue(`case when $3 = 'running' then now() else ${DUE} end`)}
   where r.id = $1 and r.organization_id = $2 and r.state = any($4::replay_state[])`;

const READ = `select state from replays where id = $1 and organization_id = $2`;

/** @returns the state that it is in now, and whether that is what was asked for; undefined when there is no such replay */
export async function changeReplay(
  db: Queryable,
  organizationId: string,
  id: string,
  change: ReplayChange,
): Promise<{ state: ReplayState; done: boolean } | undefined> {
  const { from, to } = CHANGES[change];
  await db.query({ name: 'change-replay', text: CHANGE, values: [id, organizationId, to, [...from]] });
  const values = [id, organizationId];
  const { rows } = await db.query<{ state: ReplayState }>({ name: 'read-replay-state', text: READ, values });
  const [row] = rows;
  return row && { state: row.state, done: row.state === to };
}
