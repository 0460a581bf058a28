// A real Prometheus: whatever the machine has, else Debian's package, unpacked into our own cache. Nothing is installed
// into the system that way, and no service is started.
import { existsSync, globSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DevError } from '@hopline/dev/dev-error';
import { defaultCacheDirectory } from '@hopline/dev/kafka-runtime';
import { runCommand } from '@hopline/dev/run-command';

export interface PrometheusBinaries {
  readonly prometheus: string;
  readonly promtool: string;
}

const WHAT_TO_DO =
  'Install Prometheus (Debian, Ubuntu: apt-get install --no-install-recommends prometheus; macOS: brew install prometheus), or set PROMETHEUS and PROMTOOL to its two programs.';

/**
 * PROMETHEUS and PROMTOOL, or what is on the PATH, or was fetched before, or can be fetched with apt now.
 * @param say hears what takes long
 * @throws {DevError} saying what to do, when there is none to be had
 */
export async function findPrometheus(
  say: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<PrometheusBinaries> {
  const { PROMETHEUS = 'prometheus', PROMTOOL = 'promtool' } = env;
  const given = { prometheus: PROMETHEUS, promtool: PROMTOOL };
  if (await bothRun(given)) return given;
  if (env.PROMETHEUS || env.PROMTOOL)
    throw new DevError(`PROMETHEUS (${PROMETHEUS}) or PROMTOOL (${PROMTOOL}) does not run. ${WHAT_TO_DO}`);
  const directory = join(defaultCacheDirectory, 'prometheus');
  const fetched = {
    prometheus: join(directory, 'usr', 'bin', 'prometheus'),
    promtool: join(directory, 'usr', 'bin', 'promtool'),
  };
  if (!existsSync(fetched.prometheus)) await fetchPackage(directory, say);
  if (await bothRun(fetched)) return fetched;
  throw new DevError(`Debian's package of Prometheus does not run here. ${WHAT_TO_DO}`);
}

async function bothRun({ prometheus, promtool }: PrometheusBinaries): Promise<boolean> {
  const answers = await Promise.all(
    [prometheus, promtool].map((command) => succeeds(command, ['--version'])),
  );
  return answers.every(Boolean);
}

async function fetchPackage(directory: string, say: (line: string) => void): Promise<void> {
  await mkdir(defaultCacheDirectory, { recursive: true });
  const temporary = await mkdtemp(join(defaultCacheDirectory, 'prometheus-'));
  const download = () => succeeds('apt-get', ['download', '--quiet', 'prometheus'], temporary);
  try {
    say("fetching Debian's package of Prometheus");
    // On a fresh machine apt knows of no packages yet; only root may change that.
    const isThere =
      (await download()) || ((await succeeds('apt-get', ['update', '--quiet'])) && (await download()));
    const [file] = isThere ? globSync('prometheus_*.deb', { cwd: temporary }) : [];
    if (file === undefined)
      throw new DevError(`There is no Prometheus here, and apt cannot fetch one. ${WHAT_TO_DO}`);
    const unpacked = join(temporary, 'unpacked');
    if (!(await succeeds('dpkg-deb', ['--extract', file, unpacked], temporary)))
      throw new DevError(`${file} cannot be unpacked. ${WHAT_TO_DO}`);
    await rename(unpacked, directory);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Whether a command is there and ends well. */
async function succeeds(command: string, args: string[], cwd?: string): Promise<boolean> {
  const result = await runCommand(command, args, cwd === undefined ? {} : { cwd }).catch(() => undefined);
  return result?.code === 0;
}
