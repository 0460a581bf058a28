// The faults that Hopline is held to, and what plays each of them. docs/reliability.md prints this with what came of it.

import { ordered } from '../deliver/ordered/play-ordered.ts';
import { playDeliver } from '../deliver/run-deliver.ts';
import { deliverScenarios } from '../deliver/scenarios.ts';
import { ingestScenarios } from '../ingest/scenarios.ts';
import { persistScenarios } from '../persist-scenarios.ts';
import type { Playable } from '../playable.ts';
import { playRolling } from '../rolling/play-rolling.ts';
import { rollingScenarios } from '../rolling/scenarios.ts';
import { playPersist } from '../run-scenario.ts';
import { playTests } from './play-tests.ts';

export interface Fault {
  /** F1 to F28. */
  readonly id: string;
  readonly about: string;
  /** Empty where nothing plays it yet. */
  readonly scenarios: readonly Playable[];
}

const HOPS: Readonly<Record<string, readonly Playable[]>> = {
  persist: persistScenarios.map(playPersist),
  deliver: [...deliverScenarios.map(playDeliver), ordered],
  ingest: ingestScenarios.map(playRolling),
  rolling: rollingScenarios.map(playRolling),
};

/**
 * @param patterns `hop/beginning of a name`
 * @throws {Error} when there is none of that name
 */
export function of(...patterns: string[]): Playable[] {
  return patterns.flatMap((pattern) => {
    const [hop = '', beginning = ''] = pattern.split('/');
    const found = (HOPS[hop] ?? []).filter(({ name }) => name.startsWith(beginning));
    if (found.length === 0) throw new Error(`no scenario is ${pattern}`);
    return found.map((one) => ({ ...one, name: `${hop}/${one.name}` }));
  });
}

const tests = (name: string, ...files: string[]) => [playTests(`tests/${name}`, files)];

export const MATRIX: readonly Fault[] = [
  { id: 'F1', about: 'kill -9 of the api', scenarios: of('ingest/api-kill') },
  { id: 'F2', about: 'kill -9 of persist after each step', scenarios: of('persist/crash-') },
  { id: 'F3', about: 'kill -9 of deliver after each step', scenarios: of('deliver/crash-') },
  { id: 'F4', about: 'rolling restart of all', scenarios: of('rolling/rolling-restart') },
  { id: 'F5', about: 'broker restarted', scenarios: of('persist/broker-restart', 'deliver/broker-restart') },
  { id: 'F6', about: 'broker kill -9', scenarios: of('persist/broker-kill', 'deliver/broker-kill') },
  { id: 'F7', about: 'broker SIGSTOP', scenarios: of('persist/broker-pause', 'deliver/broker-pause') },
  { id: 'F8', about: 'black hole before the broker', scenarios: of('ingest/broker-black-hole') },
  { id: 'F9', about: 'replies of the broker lost', scenarios: of('ingest/swallowed-replies') },
  {
    id: 'F10',
    about: 'Postgres restarted',
    scenarios: of('persist/postgres-restart', 'deliver/postgres-restart'),
  },
  { id: 'F11', about: 'Postgres kill -9', scenarios: of('persist/postgres-kill', 'deliver/postgres-kill') },
  { id: 'F12', about: 'Postgres SIGSTOP', scenarios: of('persist/postgres-pause', 'deliver/postgres-pause') },
  {
    id: 'F13',
    about: 'a lock on the tables',
    scenarios: of('persist/postgres-lock', 'deliver/postgres-lock'),
  },
  { id: 'F14', about: 'endpoints that misbehave', scenarios: of('deliver/endpoints') },
  {
    id: 'F15',
    about: 'a dead endpoint with a backlog',
    scenarios: tests(
      'dead-endpoint',
      'integration/deliver-share.test.ts',
      'integration/deliver-breaker.test.ts',
      'integration/deliver-crowd.test.ts',
    ),
  },
  { id: 'F16', about: 'poison', scenarios: of('persist/poison') },
  {
    id: 'F17',
    about: 'rebalances',
    scenarios: of('persist/rebalances', 'deliver/rebalances', 'deliver/ordered', 'rolling/scaling'),
  },
  {
    id: 'F18',
    about: 'payloads',
    scenarios: tests(
      'payloads',
      'guarantees/fuzz.test.ts',
      'integration/api-large-bodies.test.ts',
      'integration/api-inflate.test.ts',
    ),
  },
  { id: 'F19', about: 'slowloris', scenarios: tests('slowloris', 'guarantees/alone/slowloris.test.ts') },
  { id: 'F20', about: 'flood of bad keys', scenarios: tests('flood', 'guarantees/alone/flood.test.ts') },
  { id: 'F21', about: 'overload', scenarios: tests('overload', 'guarantees/alone/overload.test.ts') },
  { id: 'F22', about: 'clock stepped by a minute, and by five', scenarios: of('deliver/clock-') },
  {
    id: 'F23',
    about: 'disk full',
    scenarios: of('persist/postgres-full', 'persist/broker-full', 'ingest/broker-full'),
  },
  {
    id: 'F24',
    about: 'offsets, topics or rungs lost',
    scenarios: of(
      'persist/group-reset',
      'persist/deliveries-remade',
      'deliver/group-reset',
      'deliver/rungs-emptied',
    ),
  },
  { id: 'F25', about: 'two releases at once', scenarios: of('rolling/two-versions') },
  { id: 'F26', about: 'a process that stands still', scenarios: of('persist/freeze') },
  { id: 'F27', about: 'sweeper and two deliverers race', scenarios: of('deliver/race-') },
  { id: 'F28', about: 'three brokers, one and two gone', scenarios: of('ingest/brokers') },
];

/** Each scenario once, in the order of the faults. */
export const allScenarios: readonly Playable[] = [
  ...new Map(MATRIX.flatMap(({ scenarios }) => scenarios).map((one) => [one.name, one])).values(),
];
