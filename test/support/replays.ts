// Replays without an API: the job as a row, and its steps one by one with an endpoint that takes all it gets.
import { takeStep } from '@hopline/persist/replay/step';
import type { Pool } from '@hopline/postgres/pool';
import { createReplay, type NewReplay } from '@hopline/postgres/replays/create-replay';
import { findReplay } from '@hopline/postgres/replays/find-replays';
import type { Replay } from '@hopline/postgres/replays/replay';
import { noFailpoint } from '@hopline/runtime/failpoint';
import { uuidV7 } from '@hopline/wire/uuid';
import { until } from './until.ts';

export const RETENTION_MS = 400 * 86_400_000;

/** Asks for a replay of everything until now; `given` wins. Gives its id. */
export async function addReplay(
  pool: Pool,
  given: Partial<NewReplay> & Pick<NewReplay, 'organizationId'>,
): Promise<string> {
  const id = uuidV7();
  const defaults = {
    endpointId: undefined,
    selection: 'failed',
    fromMicros: 0,
    toMicros: undefined,
  } as const;
  const created = await createReplay(pool, { ...defaults, id, rate: 1000, ...given }, 20);
  if (created !== 'created') throw new Error(`no replay: ${created}`);
  return id;
}

export async function readReplay(pool: Pool, organizationId: string, id: string): Promise<Replay> {
  const replay = await findReplay(pool, organizationId, id);
  if (!replay) throw new Error(`there is no replay ${id}`);
  return replay;
}

/** What an endpoint does that takes all it gets: whatever is pending has succeeded. Gives the ids. */
export async function answerAll(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `update deliveries set state = 'succeeded', reason = 'delivered', version = version + 1, ended_at = now(),
                           attempts = attempts + 1
      where state = 'pending' and next_attempt_at <= now() returning id`,
  );
  return rows.map(({ id }) => id);
}

/** Does steps until there is none to do any more; gives the ids of what was attempted, in its order. */
export async function workOff(pool: Pool, retentionMs = RETENTION_MS): Promise<string[]> {
  const attempted: string[] = [];
  await until('no replay is running', async () => {
    // Whatever is due of the job, now: until() waits where nothing is.
    while (await takeStep({ pool, retentionMs, rate: 10_000, failpoint: noFailpoint }))
      attempted.push(...(await answerAll(pool)));
    const { rows } = await pool.query("select 1 from replays where state = 'running'");
    return rows.length === 0;
  });
  return attempted;
}
