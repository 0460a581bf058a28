// What CI plays of all faults after `npm test`, which has those that need no processes of their own: each hop with its
// neighbours lost, and the whole fleet replaced. CI's machine may be held up by what is none of ours: nothing here is judged
// by times that such a pause would break.
import { playDeliver } from '../deliver/run-deliver.ts';
import { deliverScenarios } from '../deliver/scenarios.ts';
import { ingestScenarios } from '../ingest/scenarios.ts';
import { persistScenarios } from '../persist-scenarios.ts';
import type { Playable } from '../playable.ts';
import { playRolling } from '../rolling/play-rolling.ts';
import { rollingScenarios } from '../rolling/scenarios.ts';
import { playPersist } from '../run-scenario.ts';

/** Events a second: any machine that runs the tests carries it. */
const RATE = 60;
/** How long the machine may be held up. */
const HELD_UP_MS = 10_000;

/** The scenarios of a hop that have these names, in their order. */
function chosen<Scenario extends { readonly name: string }>(
  hop: string,
  scenarios: readonly Scenario[],
  names: readonly string[],
  play: (scenario: Scenario) => Playable,
): Playable[] {
  return names.map((name) => {
    const scenario = scenarios.find((one) => one.name === name);
    if (!scenario) throw new Error(`no scenario is ${hop}/${name}`);
    return { ...play(scenario), name: `${hop}/${name}` };
  });
}

export const shortSet: readonly Playable[] = [
  ...chosen('ingest', ingestScenarios, ['api-kill', 'swallowed-replies'], (scenario) =>
    playRolling({ ...scenario, heldUpMs: HELD_UP_MS }),
  ),
  ...chosen('persist', persistScenarios, ['broker-kill', 'freeze'], playPersist),
  // Who may not rebalance must not be taken for dead.
  ...chosen('persist', persistScenarios, ['postgres-kill'], (scenario) =>
    playPersist({ ...scenario, env: { ...scenario.env, KAFKA_SESSION_TIMEOUT: `${HELD_UP_MS}ms` } }),
  ),
  ...chosen('deliver', deliverScenarios, ['broker-kill', 'postgres-kill'], (scenario) =>
    playDeliver({ ...scenario, timeoutMs: HELD_UP_MS, stampToleranceMs: HELD_UP_MS + 5000 }),
  ),
  ...chosen('rolling', rollingScenarios, ['rolling-restart'], (scenario) =>
    playRolling({ ...scenario, rate: RATE, heldUpMs: HELD_UP_MS, acceptTimeoutMs: HELD_UP_MS }),
  ),
];
