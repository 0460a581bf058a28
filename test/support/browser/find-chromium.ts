// A real Chromium: the machine's, else Debian's package.
import { existsSync } from 'node:fs';
import { DevError } from '@hopline/dev/dev-error';
import { APT_PATIENCE, succeeds } from '../debian-package.ts';

const PACKAGE = 'chromium';
/** Where Debian and Ubuntu put it. */
const INSTALLED = '/usr/bin/chromium';
const WHAT_TO_DO =
  'Install Chromium (Debian, Ubuntu: apt-get install --no-install-recommends chromium), or set CHROMIUM to the program of Chromium or Chrome.';

/**
 * CHROMIUM, or Debian's, which is installed when it is missing and this process may do that: it needs too many libraries of the
 * system to be unpacked beside it.
 * @param say hears what takes long
 * @throws {DevError} saying what to do, when there is none to be had
 */
export async function findChromium(
  say: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { CHROMIUM } = env;
  if (CHROMIUM !== undefined) {
    if (await succeeds(CHROMIUM, ['--version'])) return CHROMIUM;
    throw new DevError(`CHROMIUM (${CHROMIUM}) does not run. ${WHAT_TO_DO}`);
  }
  if (existsSync(INSTALLED)) return INSTALLED;
  if (process.getuid?.() !== 0 || !(await succeeds('apt-get', ['--version'])))
    throw new DevError(
      `There is no Chromium here, and only root can install one, with apt-get. ${WHAT_TO_DO}`,
    );
  say("installing Debian's chromium");
  // On a fresh machine apt knows of no packages yet.
  if (!(await install()) && !((await succeeds('apt-get', ['update', ...APT_PATIENCE])) && (await install())))
    throw new DevError(`There is no Chromium here, and apt-get cannot install it. ${WHAT_TO_DO}`);
  return INSTALLED;
}

function install(): Promise<boolean> {
  const options = ['--yes', '--no-install-recommends', ...APT_PATIENCE];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return succeeds('apt-get', ['install', ...options, PACKAGE], undefined, env);
}
