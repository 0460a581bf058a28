// Start, load, fault, heal, drain, judge.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeError } from '@hopline/runtime/errors';
import { inReverse } from '../support/cleanup.ts';
import { createRandom } from '../support/fuzz-random.ts';
import { gatherEvidence } from './evidence.ts';
import { type Judgement, judge } from './judge.ts';
import { type OpenStage, openStage } from './open-stage.ts';
import type { Playable } from './playable.ts';
import type { Result, Scenario } from './scenario.ts';
import type { Servers } from './servers.ts';
import { longestStallMs } from './stored-lines.ts';

export interface RunOptions {
  readonly seed: number;
  /** Undefined when those of `npm test` are used, which nobody may kill. */
  readonly servers?: Servers;
  readonly say: (text: string) => void;
}

const NOTHING: Judgement = {
  ...{ accepted: 0, refused: 0, unknown: 0, stored: 0, deliveries: 0, poison: 0, lost: 0, doubled: 0 },
  problems: [],
};

/** Never rejects: what goes wrong is a problem of the result. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Result> {
  const started = performance.now();
  const tasks: (() => unknown)[] = [];
  const t = inReverse({ after: (task) => tasks.push(task) });
  const problems: string[] = [];
  let judgement = NOTHING;
  let stage: OpenStage | undefined;
  try {
    stage = await openStage(t, scenario, createRandom(options.seed), options);
    problems.push(...(await scenario.run(stage)));
    await stage.stopLoad();
    await stage.drained();
    const code = await stage.persist.stop();
    if (code !== 0) problems.push(`asked to stop, it ended with ${code}`);
    judgement = judge(await gatherEvidence(t, stage.raw, stage.fixture, stage));
    if (judgement.accepted === 0) problems.push('nothing was accepted: there is nothing to judge');
    problems.push(...judgement.problems);
  } catch (error) {
    problems.push(describeError(error));
  }
  problems.push(...(stage ? unexpectedExits(scenario, stage) : []));
  const stalledMs = longestStallMs(stage?.persist.log() ?? '');
  problems.push(...(stage ? unfelt(scenario, stage, stalledMs) : []));
  const kept = problems.length > 0 ? keep(scenario, stage, problems, options.seed) : undefined;
  // Servers that are still down would hold up the end of everything else.
  await options.servers?.heal().catch((error) => problems.push(`not healed: ${describeError(error)}`));
  try {
    for (const task of tasks) await task();
  } catch (error) {
    problems.push(`not cleaned up: ${describeError(error)}`);
  }
  return {
    ...judgement,
    problems,
    name: scenario.name,
    passed: problems.length === 0 && judgement.lost === 0 && judgement.doubled === 0,
    seconds: Math.round((performance.now() - started) / 1000),
    resumedMs: stage?.resumedMs(),
    stalledMs,
    restarts: stage?.persist.exits.length ?? 0,
    kept,
  };
}

/** A process is killed, or stops when asked; it neither gives up nor crashes. */
function unexpectedExits({ mayEnd = false }: Scenario, { persist, logs }: OpenStage): string[] {
  const ended = mayEnd ? [] : persist.exits.filter(({ signal }) => signal !== 'SIGKILL');
  const crashes = logs().match(/.*(service\.crashed|\(node:\d+\) \w*Warning).*/g) ?? [];
  return [
    ...ended.map(({ code, signal }) => `persist ended by itself with ${code ?? signal}`),
    ...crashes.slice(0, 3),
  ];
}

/** A fault that nobody noticed proves nothing. */
function unfelt({ felt }: Scenario, stage: OpenStage, stalledMs: number): string[] {
  const leastMs = Math.round(stage.leastStallMs());
  const stall = `the fault held persist up for only ${stalledMs} ms, not ${leastMs}`;
  return [
    ...(stalledMs < leastMs ? [stall] : []),
    ...(felt && !felt.test(stage.persist.log())
      ? [`persist has not noticed it: ${felt} is not in its log`]
      : []),
  ];
}

function keep(
  { name }: Scenario,
  stage: OpenStage | undefined,
  problems: readonly string[],
  seed: number,
): string {
  const folder = mkdtempSync(join(tmpdir(), `hopline-faults-${name}-`));
  writeFileSync(join(folder, 'problems.txt'), `seed ${seed}\n${problems.join('\n')}\n`);
  stage?.ledger.write(join(folder, 'ledger.jsonl'));
  if (stage) writeFileSync(join(folder, 'persist.log'), stage.logs());
  return folder;
}

const COLUMNS: readonly (readonly [string, (result: Result) => string | number])[] = [
  ['scenario', ({ name }) => name],
  ['accepted', ({ accepted }) => accepted],
  ['refused', ({ refused }) => refused],
  ['unknown', ({ unknown }) => unknown],
  ['events', ({ stored }) => stored],
  ['deliveries', ({ deliveries }) => deliveries],
  ['poison', ({ poison }) => poison],
  ['restarts', ({ restarts }) => restarts],
  ['resumed s', ({ resumedMs }) => (resumedMs === undefined ? '–' : (resumedMs / 1000).toFixed(1))],
  ['stalled s', ({ stalledMs }) => (stalledMs / 1000).toFixed(1)],
  ['lost', ({ lost }) => lost],
  ['doubled', ({ doubled }) => doubled],
  ['', ({ passed }) => (passed ? 'passed' : 'FAILED')],
];

export function playPersist(scenario: Scenario): Playable {
  const { name, about } = scenario;
  return {
    ...{ name, about },
    async play(options) {
      const result = await runScenario(scenario, options);
      const { accepted, lost, doubled } = result;
      return {
        ...result,
        summary: `${accepted} accepted, ${lost} lost, ${doubled} doubled`,
        cells: COLUMNS.map(([title, of]) => [title, of(result)]),
      };
    },
  };
}
