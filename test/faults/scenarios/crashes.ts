// kill -9 between any two steps of the hop.
import { PERSIST_FAILPOINTS } from '@hopline/persist/failpoints';
import { until } from '../../support/until.ts';
import type { Scenario, Stage } from '../scenario.ts';

const CRASH_LIMIT_MS = 60_000;
/** In one of the first batches under load; the seed says in which. */
const BATCHES = 8;

async function crashAndHeal({ persist, healed }: Stage): Promise<readonly string[]> {
  const [exit] = await until(
    'persist kills itself',
    () => persist.exits.length > 0 && persist.exits,
    CRASH_LIMIT_MS,
  );
  await healed();
  return exit?.signal === 'SIGKILL' ? [] : [`the process ended with ${exit?.code} instead of being killed`];
}

export const crashes: readonly Scenario[] = PERSIST_FAILPOINTS.map((failpoint) => ({
  name: `crash-${failpoint.replace('persist:', '')}`,
  about: `kill -9 at \`${failpoint}\``,
  firstEnv: (random) => ({ FAILPOINT: `${failpoint}#${1 + random.below(BATCHES)}` }),
  run: crashAndHeal,
}));
