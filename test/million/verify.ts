import { ensureConsole } from '@hopline/dev/console-build';
import { startKafka } from '@hopline/dev/embedded-kafka';
import type { Checks } from '../metrics/checks.ts';
import { launchChromium } from '../support/browser/launch.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { startSystem } from '../support/system.ts';
import { checkBrowser } from './check-browser.ts';
import { checkLists } from './check-lists.ts';
import { checkTail } from './check-tail.ts';
import { seedMillion } from './seed.ts';
import { startOwnDatabase } from './servers.ts';

export const PARTS = ['lists', 'browser', 'tail'] as const;
export type Part = (typeof PARTS)[number];

export interface MillionOptions {
  readonly parts: readonly Part[];
  readonly events: number;
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly explainTo: string | undefined;
}

const BUILD_MS = 120_000;
/** As installations have them: startSystem's own are short. */
const ENV = {
  SWEEP_INTERVAL: '30s',
  SWEEP_AFTER: '60s',
  RETRY_LADDER: '5s,1m,10m,1h',
  KAFKA_SESSION_TIMEOUT: '30s',
};

/** Seeds once, then looks at each part. */
export async function verifyMillion(
  t: Cleanup,
  options: MillionOptions,
  checks: Checks,
  say: (text: string) => void,
): Promise<void> {
  await ensureConsole(say, AbortSignal.timeout(BUILD_MS));
  say(`storing ${options.events.toLocaleString('en')} events`);
  const database = await startOwnDatabase(t, options.explainTo);
  const begun = performance.now();
  const seeded = await seedMillion(database.pool, options.events, 'http://127.0.0.1:9/none');
  await database.pool.query('analyze');
  const seconds = Math.round((performance.now() - begun) / 1000);
  say(
    `stored in ${seconds} s, with ${seeded.deliveries} deliveries and ${seeded.attempts} attempts of all organizations`,
  );
  const kafka = await startKafka();
  t.after(() => kafka.close());
  const system = await startSystem(t, ENV, { kafka, database });
  const access = { url: system.url, apiKey: seeded.tenant.apiKey, adminToken: system.adminToken };
  if (options.parts.includes('lists')) await checkLists({ access, seeded, database, checks, say });
  if (options.parts.every((part) => part === 'lists')) return;
  const browser = await launchChromium(t, say);
  const shared = { browser, access, seeded, checks, say };
  if (options.parts.includes('browser')) await checkBrowser(shared);
  const { rate, seconds: forSeconds } = options;
  if (options.parts.includes('tail'))
    await checkTail(t, { ...shared, system, database, rate, seconds: forSeconds });
}
