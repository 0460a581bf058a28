// What the walks happen in: the whole system, with organizations that have something to show.

import { ensureConsole } from '@hopline/dev/console-build';
import { startPostgres } from '@hopline/dev/embedded-postgres';
import { freePort } from '@hopline/dev/ports';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/browser/launch.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { makeTemplate } from '../support/database.ts';
import { startSystem, type TestSystem } from '../support/system.ts';
import { openShops, type Shops } from './shops.ts';

export interface Stage {
  readonly browser: Browser;
  readonly system: TestSystem;
  readonly shops: Shops;
  /** The origin whose pages may show the portal in a frame. */
  readonly frameOrigin: string;
}

/** With short times, so that a walk sees within seconds what takes hours otherwise. */
export const ENV = {
  RETRY_LADDER: '2s,2s',
  BREAKER_OPEN: '200ms',
  SWEEP_INTERVAL: '1s',
  REPLAY_INTERVAL: '1s',
};

/** Starts everything; ended with the test. */
export async function setStage(t: Cleanup, say: (line: string) => void): Promise<Stage> {
  // Sites of their own, both: a browser takes the two names for that.
  const frameOrigin = `http://localhost:${await freePort()}`;
  say('starting Kafka, Postgres, the services and Chromium');
  const [browser, system] = await Promise.all([
    launchChromium(t, say),
    startOnPostgres(t, frameOrigin),
    ensureConsole(say, AbortSignal.timeout(120_000)),
  ]);
  say('sending the events of the demo');
  const shops = await openShops(t, system);
  return { browser, system, shops, frameOrigin };
}

async function startOnPostgres(t: Cleanup, frameOrigin: string): Promise<TestSystem> {
  const postgres = await startPostgres({ durable: false });
  t.after(() => postgres.close());
  const admin = new URL(postgres.url);
  admin.pathname = '/postgres';
  await makeTemplate(admin.href);
  process.env.TEST_DATABASE_ADMIN_URL = admin.href;
  return startSystem(t, { ...ENV, PORTAL_FRAME_ORIGINS: frameOrigin });
}
