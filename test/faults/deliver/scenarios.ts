// In the order in which they run.
import type { DeliverScenario } from './scenario.ts';
import { clocks } from './scenarios/clocks.ts';
import { crashes } from './scenarios/crashes.ts';
import { endpoints } from './scenarios/endpoints.ts';
import { outages } from './scenarios/outages.ts';
import { joinsAndLeaves, races } from './scenarios/races.ts';
import { resets } from './scenarios/resets.ts';
import { steady } from './scenarios/steady.ts';

export const deliverScenarios: readonly DeliverScenario[] = [
  steady,
  ...crashes,
  ...races,
  joinsAndLeaves(6),
  ...outages,
  ...resets,
  ...clocks,
  endpoints,
];
