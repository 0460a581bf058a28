// A real Prometheus: whatever the machine has, else Debian's package.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DevError } from '@hopline/dev/dev-error';
import { fetchDebianPackage, packageDirectory, succeeds } from '../support/debian-package.ts';

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
  const directory = packageDirectory('prometheus');
  const fetched = {
    prometheus: join(directory, 'usr', 'bin', 'prometheus'),
    promtool: join(directory, 'usr', 'bin', 'promtool'),
  };
  if (!existsSync(fetched.prometheus))
    await fetchDebianPackage({ name: 'prometheus', whatToDo: WHAT_TO_DO }, say);
  if (await bothRun(fetched)) return fetched;
  throw new DevError(`Debian's package of Prometheus does not run here. ${WHAT_TO_DO}`);
}

async function bothRun({ prometheus, promtool }: PrometheusBinaries): Promise<boolean> {
  const answers = await Promise.all(
    [prometheus, promtool].map((command) => succeeds(command, ['--version'])),
  );
  return answers.every(Boolean);
}
