// `npm run load` and k6 at the same rate say the same of the same system: two clients that share no code.
//
// What is compared is the p95 of open loops, well below what the machine takes. In a closed loop of 64 connections a p95 is
// about 64 divided by the throughput, whatever an answer takes by itself, and the client that needs more CPU for a request
// gives the system more time. Both run at the same time: in turns, what else the machine does differs more from one to the
// next than the clients do. And both count from the moment of sending, which is all that k6 knows.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadResult } from '@hopline/load/result';
import type { Checks } from '../../metrics/checks.ts';
import type { Cleanup } from '../../support/cleanup.ts';
import type { TestSystem } from '../../support/system.ts';
import { runK6 } from './run-k6.ts';
import { makeKey, p95Of } from './scripts.ts';

export interface AgreementOptions {
  readonly rounds: number;
  /** In each turn of a round. */
  readonly eventsInTurn: number;
  readonly perSecond: number;
  readonly concurrency: number;
}

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** How far the two may be apart, as a share of k6's p95. */
const TOLERANCE = 0.2;
/** What found no free user in time k6 drops, and it is in no latency: more than this would make its p95 another one. */
const MOST_DROPPED = 0.01;
/**
 * k6 sends so many a second more. At exactly the same rate the requests of the two keep their distance in time for a whole
 * round, and whichever comes second always waits behind the other one, and for the batch that follows the other's.
 */
const BEAT_PER_SECOND = 1;
const WARM_UP_SECONDS = 5;

export async function checkAgreement(
  t: Cleanup,
  k6: string,
  system: TestSystem,
  options: AgreementOptions,
  { checks, say }: { checks: Checks; say: (line: string) => void },
): Promise<void> {
  // Acceptance alone is compared: what stores and delivers would only take its CPU, unevenly.
  for (const name of ['persist', 'deliver'] as const) await system.service(name).end('SIGTERM');
  const apiKey = await makeKey(system);
  const { eventsInTurn, perSecond, rounds: count } = options;
  const ours = (events: number) => runLoad(t, system, apiKey, events, options);
  const theirs = (seconds: number) =>
    runK6(t, k6, 'steady', {
      ...{ URL: system.url, API_KEY: apiKey, RATE: String(perSecond + BEAT_PER_SECOND), P95: '10000' },
      ...{ DURATION: `${seconds}s`, CONCURRENCY: String(options.concurrency) },
    });
  const seconds = eventsInTurn / perSecond;
  say(`agreement: ${count} rounds of ${eventsInTurn} events at ${perSecond}/s each`);
  await ours(WARM_UP_SECONDS * perSecond);
  await theirs(WARM_UP_SECONDS);

  const rounds: { load: number; k6: number }[] = [];
  for (let round = 1; round <= count; round += 1) {
    const [load, run] = await Promise.all([ours(eventsInTurn), theirs(seconds)]);
    const { latencyMs, fromSentMs } = load;
    rounds.push({ load: fromSentMs.p95 ?? Number.NaN, k6: p95Of(run) });
    say(
      `  round ${round}: p95 from sending: load ${fromSentMs.p95} ms, k6 ${round3(p95Of(run))} ms; ` +
        `load from the intended time ${latencyMs.p95} ms`,
    );
    const counted = run.metrics.events_accepted?.count ?? 0;
    const expected = seconds * (perSecond + BEAT_PER_SECOND);
    const isWhole = load.accepted === eventsInTurn && counted >= expected * (1 - MOST_DROPPED);
    checks.note(
      `agreement: round ${round} is whole`,
      isWhole ? undefined : `load ${load.accepted} of ${eventsInTurn}, k6 ${counted} of ${expected}`,
    );
  }
  const load = median(rounds.map((round) => round.load));
  const other = median(rounds.map((round) => round.k6));
  // Round by round: the two of a round have had the same machine, those of different rounds have not.
  const ratio = median(rounds.map((round) => round.load / round.k6));
  say(
    `agreement: medians of p95: load ${round3(load)} ms, k6 ${round3(other)} ms; of their ratios ${round3(ratio)}`,
  );
  const agrees = Math.abs(ratio - 1) <= TOLERANCE;
  checks.note('agreement: p95 within 20 %', agrees ? undefined : `the median ratio is ${round3(ratio)}`);
}

async function runLoad(
  t: Cleanup,
  { url }: TestSystem,
  apiKey: string,
  events: number,
  { perSecond, concurrency }: AgreementOptions,
): Promise<LoadResult> {
  const child = spawn(
    process.execPath,
    [
      ...[join(ROOT, 'tools/load/src/main.ts'), '--json', '--no-follow', '--url', url],
      ...['--events', String(events), '--rate', String(perSecond), '--concurrency', String(concurrency)],
    ],
    { env: { PATH: process.env.PATH, API_KEY: apiKey }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  let said = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  await once(child, 'close');
  const last = output.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`npm run load gave no result:\n${said}`);
  return JSON.parse(last) as LoadResult;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}

function round3(value: number): number {
  return Number(value.toPrecision(3));
}
