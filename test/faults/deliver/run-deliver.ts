// Start, load, fault, heal, drain, judge.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeError } from '@hopline/runtime/errors';
import { inReverse } from '../../support/cleanup.ts';
import { createRandom } from '../../support/fuzz-random.ts';
import type { Playable, Played } from '../playable.ts';
import type { RunOptions } from '../run-scenario.ts';
import type { SupervisedService } from '../supervised-service.ts';
import { readDeliverTables } from './evidence.ts';
import { type DeliverJudgement, type JudgeLimits, judgeDeliver } from './judge.ts';
import { IN_FLIGHT, LADDER, LEAST_LEASE_MS, type OpenDeliver, openDeliver } from './open-deliver.ts';
import type { DeliverScenario } from './scenario.ts';

const STAMP_TOLERANCE_MS = 5000;

export interface DeliverResult extends DeliverJudgement, Omit<Played, 'summary' | 'cells'> {
  /** How many posts without a result there might have been. */
  readonly mayDouble: number;
  /** From the heal to the first post; undefined where nothing was to heal. */
  readonly resumedMs: number | undefined;
  readonly restarts: number;
}

export const NOTHING: DeliverJudgement = {
  ...{ accepted: 0, refused: 0, unknown: 0, deliveries: 0, dead: 0, posts: 0 },
  ...{ lost: 0, doubled: 0, early: 0, unsigned: 0, problems: [] },
};

/** Never rejects: what goes wrong is a problem of the result. */
export async function runDeliver(scenario: DeliverScenario, options: RunOptions): Promise<DeliverResult> {
  const started = performance.now();
  const tasks: (() => unknown)[] = [];
  const t = inReverse({ after: (task) => tasks.push(task) });
  const problems: string[] = [];
  let judgement = NOTHING;
  let stage: OpenDeliver | undefined;
  try {
    stage = await openDeliver(t, scenario, createRandom(options.seed), options);
    problems.push(...(await scenario.run(stage)));
    await stage.stopLoad();
    await stage.drained();
    problems.push(...(await stopped(stage)));
    const { fixture, raw, receiver, ledger, endpoints } = stage;
    const { posts, followed } = receiver;
    const tables = await readDeliverTables(t, raw, fixture.database.pool, fixture.kafka);
    judgement = judgeDeliver(
      { ...tables, ledger, endpoints, ladder: LADDER, posts, followed },
      limitsOf(scenario, stage),
    );
    if (judgement.posts === 0) problems.push('nothing was posted: there is nothing to judge');
    problems.push(...judgement.problems);
  } catch (error) {
    problems.push(describeError(error));
  }
  if (stage) problems.push(...unexpectedEnds(scenario, stage), ...unfelt(scenario, stage));
  const kept = problems.length > 0 ? keep(scenario, stage, problems, options.seed) : undefined;
  // Servers that are still down would hold up the end of everything else.
  await options.servers?.heal().catch((error) => problems.push(`not healed: ${describeError(error)}`));
  try {
    for (const task of tasks) await task();
  } catch (error) {
    problems.push(`not cleaned up: ${describeError(error)}`);
  }
  const { lost, early, unsigned } = judgement;
  return {
    ...judgement,
    problems,
    passed: problems.length === 0 && lost === 0 && early === 0 && unsigned === 0,
    seconds: Math.round((performance.now() - started) / 1000),
    mayDouble: stage ? limitsOf(scenario, stage).mayDouble : 0,
    resumedMs: stage?.resumedMs(),
    restarts: stage?.deliver.exits.length ?? 0,
    kept,
  };
}

/** Persist first: the sweeper's last wake-ups are read as well. */
async function stopped({ persist, deliver, committed }: OpenDeliver): Promise<string[]> {
  const problems: string[] = [];
  const end = async (name: string, service: SupervisedService) => {
    const code = await service.stop();
    if (code !== 0) problems.push(`${name}, asked to stop, ended with ${code}`);
  };
  await end('persist', persist);
  // What is not committed is named by the judge.
  await committed();
  await end('deliver', deliver);
  return problems;
}

function limitsOf(scenario: DeliverScenario, { deliver }: OpenDeliver): JudgeLimits {
  const killed = deliver.exits.filter(({ signal }) => signal === 'SIGKILL').length;
  return {
    mayDouble: (killed + (scenario.mayDouble ?? 0)) * IN_FLIGHT,
    stampToleranceMs: scenario.stampToleranceMs ?? STAMP_TOLERANCE_MS,
    leastLeaseMs: LEAST_LEASE_MS,
    endsWhole: !scenario.misbehaving,
    holds: killed === 0 && !scenario.mayDouble && !scenario.mayEnd,
  };
}

/** A process is killed, or stops when asked; it neither gives up nor crashes. */
function unexpectedEnds(
  { mayEnd = false }: DeliverScenario,
  { persist, deliver, logs }: OpenDeliver,
): string[] {
  const ended = mayEnd
    ? []
    : [persist, deliver].flatMap(({ exits }) => exits.filter(({ signal }) => signal !== 'SIGKILL'));
  const crashes = logs().match(/.*((?:service|delivery)\.crashed|\(node:\d+\) \w*Warning).*/g) ?? [];
  return [
    ...ended.map(({ code, signal }) => `a process ended by itself with ${code ?? signal}`),
    ...crashes.slice(0, 3),
  ];
}

/** A fault that nobody noticed proves nothing. */
function unfelt({ felt }: DeliverScenario, stage: OpenDeliver): string[] {
  const times = stage.receiver.posts.map(({ at }) => at);
  const stalledMs = times.reduce((longest, at, i) => Math.max(longest, at - (times[i - 1] ?? at)), 0);
  const leastMs = Math.round(stage.leastStallMs());
  return [
    ...(stalledMs < leastMs ? [`the fault kept posts away for only ${stalledMs} ms, not ${leastMs}`] : []),
    ...(felt && !felt.test(stage.deliver.log())
      ? [`deliver has not noticed it: ${felt} is not in its log`]
      : []),
  ];
}

function keep(
  { name }: DeliverScenario,
  stage: OpenDeliver | undefined,
  problems: readonly string[],
  seed: number,
): string {
  const folder = mkdtempSync(join(tmpdir(), `hopline-faults-${name}-`));
  writeFileSync(join(folder, 'problems.txt'), `seed ${seed}\n${problems.join('\n')}\n`);
  if (!stage) return folder;
  stage.ledger.write(join(folder, 'ledger.jsonl'));
  const posts = stage.receiver.posts.map(({ webhookId, behaviour, at, endedAt, status }) =>
    JSON.stringify({ webhookId, behaviour, at, endedAt, status }),
  );
  writeFileSync(join(folder, 'posts.jsonl'), `${posts.join('\n')}\n`);
  writeFileSync(join(folder, 'services.log'), stage.logs());
  return folder;
}

const COLUMNS: readonly (readonly [string, (result: DeliverResult) => string | number])[] = [
  ['accepted', ({ accepted }) => accepted],
  ['refused', ({ refused }) => refused],
  ['unknown', ({ unknown }) => unknown],
  ['deliveries', ({ deliveries }) => deliveries],
  ['posts', ({ posts }) => posts],
  ['dead', ({ dead }) => dead],
  ['restarts', ({ restarts }) => restarts],
  ['resumed s', ({ resumedMs }) => (resumedMs === undefined ? '–' : (resumedMs / 1000).toFixed(1))],
  ['doubled', ({ doubled, mayDouble }) => `${doubled} of ${mayDouble}`],
  ['early', ({ early }) => early],
  ['unsigned', ({ unsigned }) => unsigned],
  ['lost', ({ lost }) => lost],
  ['', ({ passed }) => (passed ? 'passed' : 'FAILED')],
];

/** A row of the table. */
export function cellsOf(name: string, result: DeliverResult): Played['cells'] {
  return [['scenario', name], ...COLUMNS.map(([title, of]) => [title, of(result)] as const)];
}

export function playDeliver(scenario: DeliverScenario): Playable {
  const { name, about } = scenario;
  return {
    ...{ name, about },
    async play(options) {
      const result = await runDeliver(scenario, options);
      const { posts, lost, doubled, mayDouble, early, unsigned } = result;
      const counts = `${posts} posts, ${lost} lost, ${doubled} of ${mayDouble} doubled`;
      return {
        ...result,
        summary: `${counts}, ${early} early, ${unsigned} badly signed`,
        cells: cellsOf(name, result),
      };
    },
  };
}
