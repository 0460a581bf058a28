// A process that takes the sweeper's lock on DATABASE_URL, says so, and keeps it until it is killed, or has not been heard
// of for SILENT_MS.
import { createPool } from '@hopline/postgres/pool';
import { withSweepLock } from '@hopline/postgres/sweeper/with-sweep-lock';

const pool = createPool({
  databaseUrl: process.env.DATABASE_URL ?? '',
  size: 1,
  applicationName: 'hopline-test-holder',
  onIdleError: () => {},
});
const limits = { longestMs: 600_000, silentMs: Number(process.env.SILENT_MS ?? 30_000) };
await withSweepLock(
  pool,
  async () => {
    process.stdout.write('held\n');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  },
  limits,
);
