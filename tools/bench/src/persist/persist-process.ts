// A persist process as in production: metrics, logs at `info`, one trace in a hundred.
import { join } from 'node:path';
import { freePort } from '@hopline/dev/ports';
import { type LoadedServer, startServer } from '../server-process.ts';
import { type BenchSystem, root } from '../system.ts';
import type { TraceSink } from '../trace-sink.ts';

export interface PersistSetting {
  readonly system: BenchSystem;
  readonly sink: TraceSink;
  readonly databaseUrl: string;
  /** Where it writes a CPU profile when it ends. */
  readonly profileTo?: string | undefined;
}

export async function startPersist(setting: PersistSetting): Promise<LoadedServer> {
  const { system, sink, databaseUrl, profileTo } = setting;
  const profile: Record<string, string> =
    profileTo === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileTo}` };
  const PORT = String(await freePort());
  const script = join(root, 'services', 'persist', 'src', 'main.ts');
  const env = { ...system.env, ...sink.env, ...profile, DATABASE_URL: databaseUrl, PORT };
  return await startServer(script, env, '/readyz');
}
