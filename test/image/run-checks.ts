// The image, run: what it says, how it refuses, how it ends.
import assert from 'node:assert/strict';
import { freePort } from '@hopline/dev/ports';
import type { Cleanup } from '../support/cleanup.ts';
import { SECRET_KEYS } from '../support/secret-keys.ts';
import { until } from '../support/until.ts';
import type { ImageChecks } from './checks.ts';
import { type Container, type Image, runContainer, startContainer } from './container.ts';

/** Those that there are at the least. */
const COMMANDS = ['api', 'persist', 'deliver', 'migrate', 'rekey', 'reconcile', 'trace', 'dlq'];
/** Nobody listens there. */
const NOWHERE = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none', KAFKA_BROKERS: '127.0.0.1:9' };

export async function checkRuns(t: Cleanup, checks: ImageChecks, image: Image): Promise<void> {
  let commands: string[] = [];
  await checks.that('it lists its commands when it is run with nothing', async () => {
    const { code, output } = await runContainer(image, image.config.Cmd);
    assert.equal(code, 0, output);
    commands = [...output.matchAll(/^ {2}([a-z]+) /gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'help');
    for (const name of COMMANDS) assert.ok(commands.includes(name), `${name} is not in ${output}`);
  });
  for (const name of commands) {
    await checks.that(`${name} --help`, async () => {
      const { code, output } = await runContainer(image, [name, '--help']);
      assert.equal(code, 0, output);
    });
  }
  await checks.that('a command that there is not is refused by name', async () => {
    const { code, output } = await runContainer(image, ['serve']);
    assert.equal(code, 2);
    assert.match(output, /^hopline: .*command '?serve'?$/m);
  });
  await checks.that('api without settings says all that is missing, and how to make it', async () => {
    const { code, output } = await runContainer(image, ['api']);
    assert.equal(code, 2);
    assert.match(output, /^api: the configuration is not usable:$/m);
    assert.match(output, /^ {2}ADMIN_TOKEN is required: .*openssl rand -hex 32/m);
    assert.match(output, /^ {2}SECRET_KEYS is required: /m);
    assert.doesNotMatch(output, /\n {4}at /, 'a stack');
  });
  await checks.that('it runs as its user, which may write nowhere, and finds no shell', async () => {
    const script = `
      const fs = require('node:fs'), { execSync } = require('node:child_process');
      const writes = ['/app/x', '/tmp/x', '/var/tmp/x'].filter((path) => {
        try { fs.writeFileSync(path, ''); return true; } catch { return false; }
      });
      let shell = true;
      try { execSync('true', { stdio: 'ignore' }); } catch { shell = false; }
      console.log(JSON.stringify([process.pid, process.getuid(), process.getgid(), process.getgroups(), writes, shell]));`;
    const { output } = await runContainer(image, ['-e', script], {}, image.config.Entrypoint.slice(0, 1));
    const [uid, gid] = image.config.User.split(':').map(Number);
    assert.deepEqual(JSON.parse(output), [1, uid, gid, [gid], [], false]);
  });
  await checks.that('SIGTERM and SIGINT end a command that does not listen for them', async () => {
    for (const [signal, code] of [
      ['SIGTERM', 143],
      ['SIGINT', 130],
    ] as const) {
      // Process 1 gets no signal that it has no listener for: without ours it would go on.
      const migrate = start(t, image, ['migrate'], NOWHERE);
      await until('it waits for Postgres', () => migrate.output() !== '' || migrate.hasEnded());
      await endsBy(migrate, signal, code);
    }
  });
  await checks.that('a healthcheck says no while nobody listens', async () => {
    const { code, output } = await healthcheck(image, await freePort());
    assert.equal(code, 1, output);
  });
  await checks.that(
    'a healthcheck says yes of a service that waits for Kafka, which SIGTERM ends',
    async () => {
      const port = await freePort();
      const env = {
        PORT: String(port),
        ADMIN_TOKEN: 'an-admin-token-of-the-tests-0123456789',
        SECRET_KEYS,
        ...NOWHERE,
      };
      const deliver = start(t, image, ['deliver'], env);
      const check = () => healthcheck(image, port);
      await until('it answers', async () => {
        if (deliver.hasEnded()) throw new Error(deliver.output());
        return (await check()).code === 0;
      });
      await endsBy(deliver, 'SIGTERM', 0);
      assert.equal((await check()).code, 1);
    },
  );
}

/** Runs the image's HEALTHCHECK, beside a container that listens on this port. */
export async function healthcheck(image: Image, port: number) {
  const [, ...command] = image.config.Healthcheck?.Test ?? [];
  return await runContainer(image, [], { PORT: String(port) }, command);
}

/** A container that is ended with the rest, whatever happens. */
export function start(t: Cleanup, ...given: Parameters<typeof startContainer>): Container {
  const container = startContainer(...given);
  t.after(async () => {
    if (!container.hasEnded()) container.signal('SIGKILL');
    await container.ended();
  });
  return container;
}

export async function endsBy(container: Container, signal: NodeJS.Signals, expected: number): Promise<void> {
  container.signal(signal);
  await until(`it ends by ${signal}: ${container.output().slice(-500)}`, () => container.hasEnded(), 30_000);
  const { code, output } = await container.ended();
  assert.equal(code, expected, output.slice(-2000));
}
