import { ordered } from './deliver/ordered/play-ordered.ts';
import { playDeliver } from './deliver/run-deliver.ts';
import { deliverScenarios } from './deliver/scenarios.ts';
import type { Playable } from './playable.ts';
import { playRolling } from './rolling/play-rolling.ts';
import { rollingScenarios } from './rolling/scenarios.ts';
import { playPersist } from './run-scenario.ts';
import { broker } from './scenarios/broker.ts';
import { crashes } from './scenarios/crashes.ts';
import { deliveriesRemade, groupReset } from './scenarios/lost-positions.ts';
import { poison } from './scenarios/poison.ts';
import { postgres } from './scenarios/postgres.ts';
import { rebalances } from './scenarios/rebalances.ts';

const persist = [...crashes, ...broker, ...postgres, rebalances(10), poison, groupReset, deliveriesRemade];

/** The scenarios of each hop, in the order in which they run. */
export const SUITES: Readonly<Record<string, readonly Playable[]>> = {
  persist: persist.map(playPersist),
  deliver: [...deliverScenarios.map(playDeliver), ordered],
  rolling: rollingScenarios.map(playRolling),
};
