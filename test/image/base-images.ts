// Stand-ins for the images that the Dockerfile begins with, made of Debian's own packages: no registry of images is asked.
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from '@hopline/dev/run-command';
import type { Buildah } from './buildah.ts';

/** What the slim images leave out of Debian's packages: what nobody reads in a container. Licences stay. */
const SLIM = [
  ...['doc', 'info', 'linda', 'lintian', 'locale', 'man'].map((name) => `path-exclude=/usr/share/${name}/*`),
  'path-include=/usr/share/doc/*/copyright',
];
const CA_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

export interface Bases {
  /** The FROM name of the stage that installs: Debian with Node and npm. */
  readonly node: string;
  /** That of the last stage: nothing but Debian. */
  readonly debian: string;
}

/** The names behind FROM in a Dockerfile, but those of its own stages. */
export function basesOf(dockerfile: string): Bases {
  const stages = new Set([...dockerfile.matchAll(/^FROM \S+ AS (\S+)/gm)].map(([, name]) => name));
  const names = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, name]) => name);
  const [node, debian, ...others] = names.filter((name) => !stages.has(name));
  if (!node?.startsWith('node:') || !debian?.startsWith('debian:') || others.length > 0)
    throw new Error(
      'the Dockerfile no longer begins with node:… and debian:…: mend test/image/base-images.ts',
    );
  return { node, debian };
}

/**
 * Makes both, unless they are there.
 * @param folder for what is kept from run to run
 */
export async function makeBases(buildah: Buildah, bases: Bases, folder: string, say: (line: string) => void) {
  const suite = /^debian:([a-z]+)-/.exec(bases.debian)?.[1] ?? '';
  if (!(await buildah.has(local(bases.debian)))) {
    const tar = await bootstrap(suite, folder, say);
    await assemble(buildah, bases.debian, async (container) => {
      await buildah.run('add', '--quiet', container, tar, '/');
    });
  }
  if (await buildah.has(local(bases.node))) return;
  say(`putting Node and npm into a stand-in for ${bases.node}`);
  const npm = dirname(dirname(realpathSync(await which('npm'))));
  await assemble(buildah, bases.node, async (container) => {
    await buildah.run('add', '--quiet', container, await bootstrap(suite, folder, say), '/');
    await buildah.run('copy', '--quiet', container, process.execPath, '/usr/local/bin/node');
    await buildah.run('copy', '--quiet', container, npm, '/usr/local/lib/node_modules/npm');
    const link = ['ln', '-s', '../lib/node_modules/npm/bin/npm-cli.js', '/usr/local/bin/npm'];
    await buildah.run('run', '--isolation', 'chroot', container, '--', ...link);
    // Behind a proxy that has a certificate authority of its own npm must know that as this machine does.
    if (!existsSync(CA_BUNDLE)) return;
    await buildah.run('copy', '--quiet', container, CA_BUNDLE, CA_BUNDLE);
    await buildah.run('config', '--env', `NODE_EXTRA_CA_CERTS=${CA_BUNDLE}`, container);
  });
}

/** The name that buildah finds without asking a registry. */
function local(name: string): string {
  return `localhost/${name}`;
}

async function assemble(buildah: Buildah, name: string, fill: (container: string) => Promise<void>) {
  const container = await buildah.run('from', 'scratch');
  await fill(container);
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  await buildah.run('config', '--env', path, container);
  await buildah.run('commit', '--quiet', container, local(name));
  await buildah.run('rm', container);
}

/** Debian's required packages and apt, as a tar; kept for the next run. */
async function bootstrap(suite: string, folder: string, say: (line: string) => void): Promise<string> {
  const tar = join(folder, `${suite}-slim.tar`);
  if (existsSync(tar)) return tar;
  say(`making a stand-in for Debian's ${suite}-slim, about a minute`);
  await mkdir(folder, { recursive: true });
  const part = join(folder, `${suite}-slim.part.tar`);
  await rm(part, { force: true });
  const hooks = '/usr/share/mmdebstrap/hooks/maybe-merged-usr';
  const { code, output } = await runCommand('mmdebstrap', [
    ...['--mode=root', '--variant=minbase', '--quiet', `--hook-dir=${hooks}`],
    ...SLIM.map((option) => `--dpkgopt=${option}`),
    ...[suite, part],
  ]);
  if (code !== 0) throw new Error(`mmdebstrap failed: ${output.trim().slice(-2000)}`);
  await rename(part, tar);
  return tar;
}

async function which(command: string): Promise<string> {
  const { code, output } = await runCommand('sh', ['-c', `command -v ${command}`]);
  if (code !== 0) throw new Error(`there is no ${command} on the PATH`);
  return output.trim();
}
