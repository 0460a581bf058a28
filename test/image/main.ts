// `npm run verify:image`: builds deploy/Dockerfile and runs what comes of it. What goes on to standard error,
// `N passed, N failed` to standard output.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultCacheDirectory } from '@hopline/dev/kafka-runtime';
import { runCommand } from '@hopline/dev/run-command';
import { describeError } from '@hopline/runtime/errors';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { installPython } from '../support/made-once.ts';
import { basesOf, makeBases } from './base-images.ts';
import { Buildah, forgetAll, readConfig } from './buildah.ts';
import { ImageChecks } from './checks.ts';
import { checkContents } from './contents-checks.ts';
import { checkRuns } from './run-checks.ts';
import { checkSystem } from './system-checks.ts';
import { ensureTools } from './tools.ts';

const USAGE = `npm run verify:image [-- options]
  Builds deploy/Dockerfile with buildah over stand-ins for its base images, made of Debian's packages and this
  machine's Node, and runs the result as its user, without a shell, on a file system that is read-only: every
  command, the healthcheck, signals, and the whole system on a real Kafka and Postgres.
  --build   only build it and look at what is in it
  --fresh   make the stand-ins anew
  --help    this text
Needs Linux and root; installs buildah and mmdebstrap where they are missing (apt-get). The first run takes some
minutes. Exit code 0: all passed; 1: something failed; 2: it could not be done.`;

const repository = join(import.meta.dirname, '..', '..');
const dockerfile = join(repository, 'deploy', 'Dockerfile');
const IMAGE = 'localhost/hopline:verify';

const say = (text: string) => process.stderr.write(`${text}\n`);

async function build(buildah: Buildah): Promise<void> {
  say('building deploy/Dockerfile');
  const startedAt = Date.now();
  await buildah.run(
    ...['bud', '--isolation', 'chroot', '--pull-never', '--format', 'docker', '--tag', IMAGE],
    ...['--ignorefile', `${dockerfile}.dockerignore`, '--file', dockerfile, repository],
  );
  say(`built in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

async function verify(t: Cleanup, checks: ImageChecks, options: { build?: boolean; fresh?: boolean }) {
  await checks.that('hadolint finds nothing in the Dockerfile', async () => {
    const folder = await installPython('hadolint', join(repository, 'test', 'deploy', 'requirements.txt'));
    const { code, output } = await runCommand(join(folder, 'bin', 'hadolint'), [dockerfile]);
    assert.equal(code, 0, output);
  });
  await ensureTools(say);
  const folder = join(defaultCacheDirectory, 'image');
  if (options.fresh) await forgetAll(folder);
  await mkdir(folder, { recursive: true });
  const buildah = new Buildah(folder);
  await buildah.forgetContainers();
  const bases = basesOf(await readFile(dockerfile, 'utf8'));
  await makeBases(buildah, bases, folder, say);
  t.after(() => buildah.forgetContainers());
  await build(buildah);
  const image = { root: await buildah.mount(IMAGE), config: await readConfig(buildah, IMAGE) };
  const debianRoot = await buildah.mount(`localhost/${bases.debian}`);
  await checkContents(checks, image, debianRoot, repository);
  if (options.build) return;
  await checkRuns(t, checks, image);
  await checkSystem(t, checks, image, say);
}

async function main(args: string[]): Promise<number> {
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({ args, options: { build: flag, fresh: flag, help: flag } });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const checks = new ImageChecks(say);
  let end: () => unknown = () => {};
  const t = inReverse({ after: (task) => (end = task) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void Promise.resolve(end()).finally(() => process.exit(130)));
  try {
    await verify(t, checks, values);
  } finally {
    await end();
  }
  console.log(`${checks.passed} passed, ${checks.failed} failed`);
  return checks.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(`verify:image: ${describeError(error)}`);
  process.exitCode = 2;
}
