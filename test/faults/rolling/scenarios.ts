// What a rollout and an autoscaler do to a fleet, under load.

import { SERVICES, type ServiceName } from './fleet.ts';
import { makeNextVersion } from './next-version.ts';
import type { RollingStage } from './open-rolling.ts';
import type { RollingScenario } from './scenario.ts';
import { writtenSchemas } from './written-schemas.ts';

const FLEET = { api: 3, persist: 2, deliver: 2 };
const MOST = 4;
/** Posts between two steps: the load goes on undisturbed for so long. */
const BETWEEN = 200;

/** Processes that have just begun are slow: nothing is done to them before they have had so many seconds' load and keep up with it. */
const WARM_S = 10;

async function warm(stage: RollingStage): Promise<void> {
  await stage.posted(stage.rate * WARM_S);
  await stage.settled();
  stage.say('warm');
}

async function roll(stage: RollingStage, service: ServiceName, count: number, tree?: string): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await stage.fleet.replaceOne(service, tree);
    stage.say(`${service} ${i + 1} of ${count} replaced`);
    await stage.posted(BETWEEN);
    await stage.settled();
  }
}

export const rollingScenarios: readonly RollingScenario[] = [
  {
    name: 'rolling-restart',
    about: 'every process of each service is told to stop and replaced, one at a time',
    counts: FLEET,
    async run(stage) {
      await warm(stage);
      for (const service of SERVICES) await roll(stage, service, FLEET[service]);
      return [];
    },
  },
  {
    name: 'scaling',
    about: `each service grows from one process to ${MOST}, one at a time, and shrinks to one again`,
    counts: { api: 1, persist: 1, deliver: 1 },
    async run(stage) {
      await warm(stage);
      for (const service of SERVICES) {
        while (stage.fleet.count(service) < MOST) {
          await stage.fleet.grow(service);
          await stage.settled();
        }
        stage.say(`${MOST} of ${service}`);
        await stage.posted(BETWEEN);
      }
      for (const service of SERVICES) {
        while (stage.fleet.count(service) > 1) {
          await stage.fleet.shrink(service);
          await stage.settled();
        }
        stage.say(`one of ${service}`);
        await stage.posted(BETWEEN);
      }
      return [];
    },
  },
  {
    name: 'two-versions',
    about:
      'the next release, with a version more of each schema and a migration more, takes the place of this one process by process, and is rolled back',
    counts: FLEET,
    async run(stage, t) {
      const next = makeNextVersion(t);
      await warm(stage);
      await stage.migrate(next);
      stage.say('migrated');
      await stage.posted(BETWEEN);
      // Writers first: readers that do not know the schema yet.
      for (const service of SERVICES) await roll(stage, service, FLEET[service], next);
      // And back, readers last once more.
      for (const service of SERVICES) await roll(stage, service, FLEET[service]);
      const written = await writtenSchemas(t, stage);
      return written === 2 ? [] : [`events were written in ${written} schemas, not in two`];
    },
  },
];
