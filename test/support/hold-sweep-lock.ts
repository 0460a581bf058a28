// A process that takes the sweeper's lock on DATABASE_URL, says so, and keeps it until it is killed.
import { createPool } from '@hopline/postgres/pool';
import { withSweepLock } from '@hopline/postgres/sweeper/with-sweep-lock';

const pool = createPool({
  databaseUrl: process.env.DATABASE_URL ?? '',
  size: 1,
  applicationName: 'hopline-test-holder',
  onIdleError: () => {},
});
await withSweepLock(pool, async () => {
  process.stdout.write('held\n');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
