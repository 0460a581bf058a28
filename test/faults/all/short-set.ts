// What CI plays of all faults after `npm test`, which has those that need no processes of their own: each hop with its
// neighbours lost, and the whole fleet replaced.
import type { Playable } from '../playable.ts';
import { playRolling } from '../rolling/play-rolling.ts';
import { rollingScenarios } from '../rolling/scenarios.ts';
import { of } from './matrix.ts';

/** Events a second: any machine that runs the tests carries it. */
const RATE = 60;

const restart = rollingScenarios
  .filter(({ name }) => name === 'rolling-restart')
  .map((scenario) => playRolling({ ...scenario, rate: RATE }));

export const shortSet: readonly Playable[] = [
  ...of('ingest/api-kill', 'ingest/swallowed-replies'),
  ...of('persist/broker-kill', 'persist/postgres-kill', 'persist/freeze'),
  ...of('deliver/broker-kill', 'deliver/postgres-kill'),
  ...restart.map((one) => ({ ...one, name: `rolling/${one.name}` })),
];
