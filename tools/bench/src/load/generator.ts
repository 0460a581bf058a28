// A load generator as a process of its own, so that its turns of the event loop are not the measurement's, nor the
// server's. It gets loads from its parent, runs them at the same time, and answers with their reports.
import type { Load } from './load.ts';
import { runLoad } from './run-load.ts';

process.on('message', async (loads: readonly Load[]) => {
  const reports = await Promise.all(loads.map(runLoad));
  process.send?.(reports);
});
process.on('disconnect', () => process.exit(0));
