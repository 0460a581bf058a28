// Every script, shortly: its thresholds are kept, and what it says was accepted is what Postgres then has.
import type { Checks } from '../../metrics/checks.ts';
import type { Cleanup } from '../../support/cleanup.ts';
import type { TestSystem } from '../../support/system.ts';
import { until } from '../../support/until.ts';
import { type K6Run, runK6 } from './run-k6.ts';

/** The scripts, each with what makes it short and bearable for a machine that runs the system as well. */
const RUNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  smoke: { DURATION: '5s' },
  ramp: { DURATION: '12s', THINK: '1' },
  steady: { DURATION: '10s', RATE: '50' },
  burst: { DURATION: '20s', RATE: '20' },
  spike: { DURATION: '15s', RATE: '20' },
  organizations: { DURATION: '10s', RATE: '50', ORGANIZATIONS: '10' },
  batch: { DURATION: '10s', RATE: '500', BATCH: '50' },
};
const STORED_MS = 60_000;

export async function checkScripts(
  t: Cleanup,
  k6: string,
  system: TestSystem,
  { checks, say }: { checks: Checks; say: (line: string) => void },
): Promise<void> {
  let before = await countEvents(system);
  for (const [script, env] of Object.entries(RUNS)) {
    say(`k6 run test/load/${script}.ts`);
    const run = await runK6(t, k6, script, {
      ...{ URL: system.url, API_KEY: await makeKey(system), ADMIN_TOKEN: system.adminToken },
      ...env,
    });
    checks.note(`${script}: its thresholds`, thresholdProblem(run));
    const accepted = run.metrics.events_accepted?.count ?? 0;
    const expected = before + accepted;
    await until(
      `${accepted} events of ${script} are stored`,
      async () => (await countEvents(system)) >= expected,
      STORED_MS,
    ).catch(() => {});
    const stored = (await countEvents(system)) - before;
    before += stored;
    say(`  accepted ${accepted}, stored ${stored}, p95 ${p95Of(run)} ms`);
    const isRight = accepted > 0 && stored === accepted;
    checks.note(
      `${script}: its count`,
      isRight ? undefined : `k6 counts ${accepted} accepted events, Postgres has ${stored}`,
    );
  }
}

/** p95 of http_req_duration, in milliseconds. */
export function p95Of({ metrics }: K6Run): number {
  return metrics.http_req_duration?.['p(95)'] ?? Number.NaN;
}

/** Thresholds that were crossed; a script without any shows nothing. */
function thresholdProblem({ exitCode, metrics, output }: K6Run): string | undefined {
  const all = Object.entries(metrics).flatMap(([name, { thresholds = {} }]) =>
    Object.entries(thresholds).map(([threshold, isCrossed]) => ({ name: `${name} ${threshold}`, isCrossed })),
  );
  const crossed = all.filter(({ isCrossed }) => isCrossed).map(({ name }) => name);
  if (exitCode === 0 && all.length > 0 && crossed.length === 0) return undefined;
  return `exit code ${exitCode}, ${all.length} thresholds, crossed: ${crossed.join('; ') || 'none'}\n${output}`;
}

async function countEvents({ database }: TestSystem): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>('select count(*)::int as count from events');
  return rows[0]?.count ?? 0;
}

/** Of an organization without a rate limit. */
export async function makeKey({ url, adminToken }: TestSystem): Promise<string> {
  const response = await fetch(`${url}/api/keys/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ organization_name: 'Load', tier: 'enterprise' }),
  });
  if (response.status !== 201) throw new Error(`no key: ${response.status} ${await response.text()}`);
  return String(((await response.json()) as { api_key: string }).api_key);
}
