// Start, load, fault, heal, drain, judge.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeFootprints, type Sampled } from '../judge-footprints.ts';
import { onStage, unexpectedEnds, unnoticed } from '../on-stage.ts';
import type { Playable, Played, RunOptions } from '../playable.ts';
import type { SupervisedService } from '../supervised-service.ts';
import { footprintCells } from '../watch-footprints.ts';
import { readDeliverTables } from './evidence.ts';
import { type DeliverJudgement, type JudgeLimits, judgeDeliver } from './judge.ts';
import { IN_FLIGHT, LADDER, leastLeaseMs, type OpenDeliver, openDeliver } from './open-deliver.ts';
import type { DeliverScenario } from './scenario.ts';

const STAMP_TOLERANCE_MS = 5000;

export interface DeliverResult extends DeliverJudgement, Omit<Played, 'summary' | 'cells'> {
  /** How many posts without a result there might have been. */
  readonly mayDouble: number;
  /** From the heal to the first post; undefined where nothing was to heal. */
  readonly resumedMs: number | undefined;
  readonly restarts: number;
  readonly sampled: readonly Sampled[];
}

export const NOTHING: DeliverJudgement = {
  ...{ accepted: 0, refused: 0, unknown: 0, deliveries: 0, dead: 0, posts: 0 },
  ...{ lost: 0, doubled: 0, early: 0, late: undefined, unsigned: 0, problems: [] },
};

/** Never rejects: what goes wrong is a problem of the result. */
export async function runDeliver(scenario: DeliverScenario, options: RunOptions): Promise<DeliverResult> {
  const { name, mayEnd } = scenario;
  let judgement = NOTHING;
  const { stage, problems, seconds, kept } = await onStage<OpenDeliver>(
    {
      name,
      open: (t, random) => openDeliver(t, scenario, random, options),
      async play(stage, note, t) {
        note(...(await scenario.run(stage)));
        await stage.stopLoad();
        await stage.drained();
        note(...judgeFootprints(stage.footprints.sampled()));
        note(...(await stopped(stage)));
        const { fixture, raw, receiver, ledger, endpoints } = stage;
        const { posts, followed } = receiver;
        const tables = await readDeliverTables(t, raw, fixture.database.pool, fixture.kafka);
        const evidence = { ...tables, ledger, endpoints, ladder: LADDER, posts, followed };
        judgement = judgeDeliver(evidence, limitsOf(scenario, stage));
        if (judgement.posts === 0) note('nothing was posted: there is nothing to judge');
        note(...judgement.problems);
      },
      lookBack: (stage) => [
        ...unexpectedEnds({ persist: stage.persist, deliver: stage.deliver }, stage.logs(), mayEnd),
        ...unfelt(scenario, stage),
      ],
      keep: keepPosts,
    },
    options,
  );
  const { lost, early, unsigned } = judgement;
  return {
    ...judgement,
    ...{ problems, seconds, kept },
    passed: problems.length === 0 && lost === 0 && early === 0 && unsigned === 0,
    mayDouble: stage ? limitsOf(scenario, stage).mayDouble : 0,
    resumedMs: stage?.resumedMs(),
    restarts: stage?.deliver.exits.length ?? 0,
    sampled: stage?.footprints.sampled() ?? [],
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
    leastLeaseMs: leastLeaseMs(scenario),
    endsWhole: !scenario.misbehaving,
    isCalm: scenario.isCalm ?? false,
    holds: killed === 0 && !scenario.mayDouble && !scenario.mayEnd,
  };
}

/** A fault that nobody noticed proves nothing. */
function unfelt({ felt }: DeliverScenario, stage: OpenDeliver): string[] {
  const times = stage.receiver.posts.map(({ at }) => at);
  const stalledMs = times.reduce((longest, at, i) => Math.max(longest, at - (times[i - 1] ?? at)), 0);
  const leastMs = Math.round(stage.leastStallMs());
  const stall = `the fault kept posts away for only ${stalledMs} ms, not ${leastMs}`;
  return [...(stalledMs < leastMs ? [stall] : []), ...unnoticed(felt, 'deliver', stage.deliver.log())];
}

function keepPosts({ receiver }: OpenDeliver, folder: string): void {
  const posts = receiver.posts.map(({ webhookId, behaviour, at, endedAt, status }) =>
    JSON.stringify({ webhookId, behaviour, at, endedAt, status }),
  );
  writeFileSync(join(folder, 'posts.jsonl'), `${posts.join('\n')}\n`);
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
  ['late', ({ late }) => late ?? '–'],
  ['unsigned', ({ unsigned }) => unsigned],
  ['lost', ({ lost }) => lost],
];

/** A row of the table. */
export function cellsOf(name: string, result: DeliverResult): Played['cells'] {
  return [
    ['scenario', name],
    ...COLUMNS.map(([title, of]) => [title, of(result)] as const),
    ...footprintCells(result.sampled, 'deliver'),
    ['', result.passed ? 'passed' : 'FAILED'],
  ];
}

export function playDeliver(scenario: DeliverScenario): Playable {
  const { name, about } = scenario;
  return {
    ...{ name, about },
    async play(options) {
      const result = await runDeliver(scenario, options);
      const { posts, lost, doubled, mayDouble, early, late, unsigned } = result;
      const counts = `${posts} posts, ${lost} lost, ${doubled} of ${mayDouble} doubled`;
      return {
        ...result,
        summary: `${counts}, ${early} early, ${late ?? '–'} late, ${unsigned} badly signed`,
        cells: cellsOf(name, result),
      };
    },
  };
}
