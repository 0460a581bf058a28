// Start, load, roll, drain, judge.
import { judgeFootprints } from '../judge-footprints.ts';
import { crashesIn, onStage } from '../on-stage.ts';
import type { Playable } from '../playable.ts';
import { serversOf } from '../stage-parts.ts';
import { memoryCell } from '../watch-footprints.ts';
import { ACCEPT_TIMEOUT_MS, judgeRolling, type RollingJudgement } from './judge-rolling.ts';
import { keepRolling, openRolling, type RollingStage } from './open-rolling.ts';
import { readRollingTables } from './read-tables.ts';
import type { RollingScenario } from './scenario.ts';

/** What the issue of a fleet is judged by; on a machine that cannot carry it, --rate says less. */
export const DEFAULT_RATE = 500;

const NOTHING: RollingJudgement = {
  ...{ sent: 0, refused: 0, events: 0, posts: 0, lost: 0, doubled: 0, twice: 0, retried: 0, inverted: 0 },
  ...{ pauseMs: 0, slowestMs: 0, p50: 0, p99: 0, problems: [] },
};

export function playRolling(scenario: RollingScenario): Playable {
  const { name, about, counts, run, mayRefuse = false, heldUpMs = 0 } = scenario;
  const { acceptTimeoutMs = ACCEPT_TIMEOUT_MS } = scenario;
  return {
    ...{ name, about },
    async play({ seed, servers, rate = scenario.rate ?? DEFAULT_RATE, say }) {
      let judged = NOTHING;
      let stops: RollingStage['fleet']['ended'] = [];
      const { stage, problems, seconds, kept } = await onStage<RollingStage>(
        {
          name,
          async open(t) {
            const brokers = await scenario.brokers?.(t, serversOf(scenario, servers));
            return openRolling(t, { counts, brokers, rate, acceptTimeoutMs, say });
          },
          async play(stage, note, t) {
            note(...(await run(stage, t)));
            await stage.load.stop();
            await stage.drained();
            note(...judgeFootprints(stage.footprints.sampled()));
            await stage.fleet.stop();
            const { load, receivers, endpoints } = stage;
            const tables = await readRollingTables(stage);
            judged = judgeRolling(
              { ...tables, sent: load.sent, posts: receivers.posts, endpoints },
              { mayRefuse, acceptTimeoutMs, heldUpMs },
            );
            if (judged.posts === 0) note('nothing was posted: there is nothing to judge');
            note(...judged.problems);
          },
          lookBack: ({ fleet, logs }) => [
            ...fleet.ended
              .filter(({ code }) => code !== 0)
              .map(({ service, code }) => `${service}, told to stop, ended with ${code}`),
            ...crashesIn(logs()).slice(0, 3),
          ],
          keep: keepRolling,
        },
        { seed, ...(servers ? { servers } : {}) },
      );
      stops = stage?.fleet.ended ?? [];
      const sampled = stage?.footprints.sampled() ?? [];
      const {
        sent,
        refused,
        events,
        posts,
        lost,
        doubled,
        twice,
        retried,
        inverted,
        pauseMs,
        slowestMs,
        p50,
        p99,
      } = judged;
      const slowestStopMs = stops.reduce((longest, { tookMs }) => Math.max(longest, tookMs), 0);
      const passed = problems.length === 0;
      const inSeconds = (ms: number) => (ms / 1000).toFixed(1);
      return {
        ...{ passed, seconds, problems, kept, sampled },
        summary: `${sent} sent, ${refused} not 2xx, ${lost} lost, ${doubled} doubled, ${twice} posted twice, longest pause ${pauseMs} ms`,
        cells: [
          ['scenario', name],
          ['rate', rate],
          ['sent', sent],
          ['not 2xx', refused],
          ['events', events],
          ['posts', posts],
          ['stops', stops.length],
          ['slowest stop s', inSeconds(slowestStopMs)],
          ['lost', lost],
          ['doubled', doubled],
          ['twice', twice],
          ['retried', retried],
          ['out of order', inverted],
          ['pause s', inSeconds(pauseMs)],
          ['slowest answer s', inSeconds(slowestMs)],
          ['p50 s', inSeconds(p50)],
          ['p99 s', inSeconds(p99)],
          memoryCell(sampled),
          ['', passed ? 'passed' : 'FAILED'],
        ],
      };
    },
  };
}
