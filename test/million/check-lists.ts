// Every list of the console: at once after seeding, with Postgres's memory empty, and warm.
import type { Checks } from '../metrics/checks.ts';
import { until } from '../support/until.ts';
import { type Access, type Answered, askList } from './ask-lists.ts';
import { type Ask, asksOf } from './asks.ts';
import type { Seeded } from './seed.ts';
import type { OwnDatabase } from './servers.ts';
import { ms, quantile } from './times.ts';

/** What a request may take. */
export const MOST_MS = 300;
const WARM_ROUNDS = 2;

export interface ListsDeps {
  readonly access: Access;
  readonly seeded: Seeded;
  readonly database: OwnDatabase;
  readonly checks: Checks;
  readonly say: (text: string) => void;
}

/** Asks all of them in each state of the caches, and says what each took. */
export async function checkLists({ access, seeded, database, checks, say }: ListsDeps): Promise<void> {
  const asks = asksOf(seeded, await sampleOf(database, seeded));
  await round('first: just written, never vacuumed, nothing asked before', 1);
  await database.pool.query('vacuum (analyze)');
  await restart(database, access);
  await round('cold: Postgres just started, its buffers empty', 1);
  await round('warm', WARM_ROUNDS);

  async function round(state: string, rounds: number): Promise<void> {
    say(`\n${state}\n  median    p95    max  requests    rows  cut short`);
    for (const ask of asks) {
      const answered = await askList(access, ask, rounds);
      say(rowOf(answered));
      const slowest = Math.max(...answered.times);
      checks.note(
        `${ask.name} (${state.split(':')[0]})`,
        slowest > MOST_MS ? `a request took ${Math.round(slowest)} ms` : undefined,
      );
    }
  }
}

function rowOf({ ask, times, rows, cutShort }: Answered): string {
  const figures = [quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)].map(ms).join('  ');
  return `  ${figures}  ${String(times.length).padStart(8)}  ${String(rows).padStart(6)}  ${String(cutShort).padStart(9)}  ${ask.name}`;
}

/** An event in the middle that has deliveries. */
async function sampleOf({ pool }: OwnDatabase, { days, tenant }: Seeded) {
  const { rows } = await pool.query<{ eventId: string; deliveryId: string }>(
    'select event_id as "eventId", id as "deliveryId" from deliveries where day = $1 and organization_id = $2 limit 1',
    [days.at(14), tenant.organizationId],
  );
  const [row] = rows;
  if (!row) throw new Error('there is no delivery');
  return row;
}

async function restart({ postgres }: OwnDatabase, { url }: Access): Promise<void> {
  await postgres.stop();
  await postgres.start();
  await until(
    'the api is ready again',
    async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok,
  );
}

export type { Ask };
