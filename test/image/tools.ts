// Buildah and mmdebstrap: what the machine has, else Debian's packages.
import { DevError } from '@hopline/dev/dev-error';
import { runCommand } from '@hopline/dev/run-command';

const TOOLS = ['buildah', 'mmdebstrap'] as const;

/**
 * Sees to it that the tools are there, and that this process may use them.
 * @param say hears what takes long
 * @throws {DevError} saying what to do, when they cannot be had
 */
export async function ensureTools(say: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux')
    throw new DevError('An image is built and run on Linux alone here. Use `docker build` on this machine.');
  if (process.getuid?.() !== 0)
    throw new DevError(
      'This needs root, for mounts and a process tree of its own: run it with sudo, or in a container.',
    );
  const isolated = ['--mount', '--pid', '--fork', '--propagation', 'private', 'true'];
  if (!(await succeeds('unshare', isolated)))
    throw new DevError(
      'This container may not make mounts of its own (CAP_SYS_ADMIN), so nothing can be run here as in a container.',
    );
  const missing: string[] = [];
  for (const tool of TOOLS) if (!(await succeeds(tool, ['--version']))) missing.push(tool);
  if (missing.length === 0) return;
  say(`installing Debian's ${missing.join(' and ')}`);
  const install = () =>
    succeeds('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...missing]);
  // On a fresh machine apt knows of no packages yet.
  if ((await install()) || ((await succeeds('apt-get', ['update', '--quiet'])) && (await install()))) return;
  throw new DevError(
    `There is no ${missing.join(' and no ')} here, and apt-get cannot install it. Install them (Debian, Ubuntu: apt-get install ${missing.join(' ')}).`,
  );
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = await runCommand(command, args, { env }).catch(() => undefined);
  return result?.code === 0;
}
