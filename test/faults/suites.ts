import { allScenarios } from './all/matrix.ts';
import { shortSet } from './all/short-set.ts';
import { ordered } from './deliver/ordered/play-ordered.ts';
import { playDeliver } from './deliver/run-deliver.ts';
import { deliverScenarios } from './deliver/scenarios.ts';
import { ingestScenarios } from './ingest/scenarios.ts';
import { persistScenarios } from './persist-scenarios.ts';
import type { Playable } from './playable.ts';
import { playRolling } from './rolling/play-rolling.ts';
import { rollingScenarios } from './rolling/scenarios.ts';
import { playPersist } from './run-scenario.ts';

/** The scenarios of each hop, in the order in which they run, `all`, and CI's `short` set of it. */
export const SUITES: Readonly<Record<string, readonly Playable[]>> = {
  persist: persistScenarios.map(playPersist),
  deliver: [...deliverScenarios.map(playDeliver), ordered],
  ingest: ingestScenarios.map(playRolling),
  rolling: rollingScenarios.map(playRolling),
  all: allScenarios,
  short: shortSet,
};
