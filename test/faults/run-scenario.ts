// Start, load, fault, heal, drain, judge.
import { gatherEvidence } from './evidence.ts';
import { type Judgement, judge } from './judge.ts';
import { judgeFootprints } from './judge-footprints.ts';
import { onStage, unexpectedEnds, unnoticed } from './on-stage.ts';
import { type OpenStage, openStage } from './open-stage.ts';
import type { Playable, RunOptions } from './playable.ts';
import type { Result, Scenario } from './scenario.ts';
import { longestStallMs } from './stored-lines.ts';
import { footprintCells } from './watch-footprints.ts';

const NOTHING: Judgement = {
  ...{ accepted: 0, refused: 0, unknown: 0, stored: 0, deliveries: 0, poison: 0, lost: 0, doubled: 0 },
  problems: [],
};

/** Never rejects: what goes wrong is a problem of the result. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Result> {
  const { name, mayEnd } = scenario;
  let judgement = NOTHING;
  const { stage, problems, seconds, kept } = await onStage<OpenStage>(
    {
      name,
      open: (t, random) => openStage(t, scenario, random, options),
      async play(stage, note, t) {
        note(...(await scenario.run(stage)));
        await stage.stopLoad();
        await stage.drained();
        note(...judgeFootprints(stage.footprints.sampled()));
        const code = await stage.persist.stop();
        if (code !== 0) note(`asked to stop, it ended with ${code}`);
        judgement = judge(await gatherEvidence(t, stage.raw, stage.fixture, stage));
        if (judgement.accepted === 0) note('nothing was accepted: there is nothing to judge');
        note(...judgement.problems);
      },
      lookBack: (stage) => [
        ...unexpectedEnds({ persist: stage.persist }, stage.logs(), mayEnd),
        ...unfelt(scenario, stage),
      ],
    },
    options,
  );
  return {
    ...judgement,
    ...{ problems, name, seconds, kept },
    passed: problems.length === 0 && judgement.lost === 0 && judgement.doubled === 0,
    resumedMs: stage?.resumedMs(),
    stalledMs: longestStallMs(stage?.persist.log() ?? ''),
    restarts: stage?.persist.exits.length ?? 0,
    sampled: stage?.footprints.sampled() ?? [],
  };
}

/** A fault that nobody noticed proves nothing. */
function unfelt({ felt }: Scenario, stage: OpenStage): string[] {
  const log = stage.persist.log();
  const [stalledMs, leastMs] = [longestStallMs(log), Math.round(stage.leastStallMs())];
  const stall = `the fault held persist up for only ${stalledMs} ms, not ${leastMs}`;
  return [...(stalledMs < leastMs ? [stall] : []), ...unnoticed(felt, 'persist', log)];
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
        cells: [
          ...COLUMNS.map(([title, of]) => [title, of(result)] as const),
          ...footprintCells(result.sampled, 'persist'),
          ['', result.passed ? 'passed' : 'FAILED'],
        ],
      };
    },
  };
}
