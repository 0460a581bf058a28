// What `npm start` runs, as data, so that a test can run something else.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PortName } from './options.ts';

export interface PlannedService {
  readonly name: PortName & ('api' | 'persist' | 'deliver');
  readonly script: string;
  /** How long it may drain after SIGTERM: its SHUTDOWN_GRACE, in milliseconds. */
  readonly graceMs: number;
}

export interface Plan {
  /** The working directory of all. */
  readonly directory: string;
  /** Run to its end before the services start. */
  readonly migrate: string;
  /** In the order of stopping; those of one group stop together. All start together. */
  readonly services: readonly (readonly PlannedService[])[];
  /** What Kafka and Postgres get to stop in, in milliseconds. */
  readonly kafkaGraceMs: number;
  readonly postgresGraceMs: number;
}

/** What deliver logs for each post that its stop has cut short. */
export const CUT_SHORT = 'delivery.cut_short';

/** What a service gets beyond its own grace period before it is killed, in milliseconds. */
export const KILL_MARGIN_MS = 500;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const script = (name: string) => join(root, 'services', name, 'src', 'main.ts');

// All of it, one after the other and each at its worst, stays below the ten seconds that a stop may take:
// 1.5 + 0.5, 4 + 0.5, 1.5, 0.8 = 8.8 s, which leaves a busy machine some time to do it. Usually it is less than one.
export const hoplinePlan: Plan = {
  directory: root,
  migrate: script('migrate'),
  services: [
    [{ name: 'api', script: script('api'), graceMs: 1500 }],
    [
      { name: 'persist', script: script('persist'), graceMs: 4000 },
      { name: 'deliver', script: script('deliver'), graceMs: 4000 },
    ],
  ],
  kafkaGraceMs: 1500,
  postgresGraceMs: 800,
};
