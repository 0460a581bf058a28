// In the order in which they run.
import type { Scenario } from './scenario.ts';
import { broker } from './scenarios/broker.ts';
import { crashes } from './scenarios/crashes.ts';
import { freeze } from './scenarios/freeze.ts';
import { fullDisk } from './scenarios/full-disk.ts';
import { deliveriesRemade, groupReset } from './scenarios/lost-positions.ts';
import { poison } from './scenarios/poison.ts';
import { postgres } from './scenarios/postgres.ts';
import { rebalances } from './scenarios/rebalances.ts';

export const persistScenarios: readonly Scenario[] = [
  ...crashes,
  ...broker,
  ...postgres,
  ...fullDisk,
  rebalances(10),
  freeze,
  poison,
  groupReset,
  deliveriesRemade,
];
