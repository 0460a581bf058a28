// The system that `npm start` runs in this folder: it keeps what others need to reach it in .hopline/ready.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As tools/dev writes it, as far as it is read here. */
interface Ready {
  readonly baseUrl: string;
  readonly adminToken: string;
  readonly apiKey: string;
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly directory: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly pids: Readonly<Record<string, number>>;
}

export interface RunningSystem {
  /** Where it keeps its data. */
  readonly directory: string;
  /** Its settings, by the names that they have in the environment. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Any of them says that another system is meant: settings of two systems must never be mixed. */
export const ADDRESSES = ['DATABASE_URL', 'KAFKA_BROKERS', 'HOPLINE_URL'] as const;

/**
 * The settings of the system that `npm start` runs; undefined when it runs none, or when the environment names another one.
 * @param root the folder of the repository
 */
export function findNpmStart(root: string, env: NodeJS.ProcessEnv): RunningSystem | undefined {
  if (ADDRESSES.some((name) => env[name])) return undefined;
  const directory = env.HOPLINE_DIRECTORY || join(root, '.hopline');
  const ready = readJson(join(directory, 'ready.json'));
  // The file may be left over from a system that was killed.
  if (!ready || !isAlive(ready.pids.supervisor)) return undefined;
  const keys = readText(join(directory, 'secret-keys'))?.trim();
  return {
    directory,
    settings: {
      ...ready.settings,
      ...(keys ? { SECRET_KEYS: keys } : {}),
      DATABASE_URL: ready.databaseUrl,
      KAFKA_BROKERS: ready.brokers.join(','),
      HOPLINE_URL: ready.baseUrl,
      ADMIN_TOKEN: ready.adminToken,
      HOPLINE_API_KEY: ready.apiKey,
    },
  };
}

function readJson(file: string): Ready | undefined {
  const text = readText(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Ready;
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
