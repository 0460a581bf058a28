// deploy/Dockerfile has all that the image needs, and nothing that it must not have.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SERVICES } from '@hopline/cli/services';
import { readDeployFile } from '../support/deploy-files.ts';

const root = join(import.meta.dirname, '..', '..');
const dockerfile = readDeployFile('Dockerfile').replaceAll(/\\\n/g, ' ');
const stages = dockerfile.split(/^(?=FROM )/m).slice(1);
const last = stages.at(-1) ?? '';

test('every workspace that a service needs is installed, and no other', () => {
  const workspaces = globSync('{{packages,services}/*,tools/cli}/package.json', { cwd: root })
    // For those who use Hopline: nothing that runs it needs it.
    .filter((path) => !path.startsWith('packages/sdk/'))
    .sort();
  const copied = [...dockerfile.matchAll(/^COPY ((?:packages|services|tools)\/\S+\/package\.json) /gm)];
  assert.deepEqual(copied.map(([, path]) => path).sort(), workspaces);
  const named = [...dockerfile.matchAll(/--workspace (\S+)/g)].map(([, path]) => `${path}/package.json`);
  assert.deepEqual(
    named.sort(),
    workspaces.filter((path) => !path.startsWith('packages/')),
  );
});

test('it runs the Node that the tests run', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.match(stages[0] ?? '', new RegExp(`^FROM node:${devDependencies.node.replaceAll('.', '\\.')}-`));
});

test('the last stage has no package manager, no shell between a signal and Node, and a user without a name', () => {
  assert.match(last, /^FROM debian:\S+-\d{8}-slim\n/, 'of one day');
  assert.doesNotMatch(last, /\bnpm\b|\bRUN\b/);
  assert.match(last, /^ENTRYPOINT \["\/usr\/local\/bin\/node", "\/app\/deploy\/hopline\.ts"\]$/m);
  const [, user = '', group = ''] = /^USER (\d+):(\d+)$/m.exec(last) ?? [];
  assert.ok(Number(user) >= 10_000 && Number(group) >= 10_000);
});

test('every main.ts of a service has a command, and every command a file that is in the image', () => {
  const mains = globSync('services/**/main.ts', { cwd: root, exclude: (name) => name === 'node_modules' });
  const commands = Object.values(SERVICES).map(({ main }) => main);
  assert.deepEqual(commands.sort(), mains.sort());
  for (const [, path = ''] of last.matchAll(/^COPY (?!--from)(\S+) /gm)) {
    assert.ok(existsSync(join(root, path)), `${path} is not there`);
  }
});

test('of the console nothing but what is built of it', () => {
  const copied = [...last.matchAll(/^COPY (?:--from=\S+ )?(\S+) /gm)].map(([, path = '']) => path);
  assert.ok(!copied.includes('services'));
  assert.deepEqual(
    copied.filter((path) => path.includes('services/console')),
    ['/app/services/console/dist'],
  );
});

test('the ignore file lets in all that is copied', () => {
  const allowed = readDeployFile('Dockerfile.dockerignore')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) =>
    list.split(' '),
  );
  const left = sources.filter((path) => !allowed.some((one) => path === one || path.startsWith(`${one}/`)));
  assert.deepEqual(left, []);
});

function hopline(...args: string[]): { code: number; out: string } {
  return runNode([], ...args);
}

function runNode(flags: readonly string[], ...args: string[]): { code: number; out: string } {
  try {
    const options = { encoding: 'utf8', stdio: 'pipe', env: { PATH: process.env.PATH } } as const;
    const command = [...flags, join(root, 'deploy/hopline.ts'), ...args];
    return { code: 0, out: execFileSync(process.execPath, command, options) };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string };
    return { code: status, out: stderr };
  }
}

test('a command is given its arguments, and an unknown one is refused with the list of those that there are', () => {
  const persist = hopline('persist', '--check-config');
  assert.deepEqual(persist, { code: 0, out: 'the configuration is usable\n' });
  const deliver = hopline('deliver', '--check-config');
  assert.equal(deliver.code, 2);
  assert.match(deliver.out, /^deliver: .*\n {2}SECRET_KEYS is required/);
  const unknown = hopline('serve');
  assert.equal(unknown.code, 2);
  assert.match(unknown.out, /^hopline: unknown command 'serve'/);
  assert.equal(hopline('--help').code, 0);
});

test('no command loads a file that the image leaves out of its dependencies', () => {
  const names = [...dockerfile.matchAll(/-name '\*(\.\w+)'/g)].map(([, end = '']) => end);
  const [, folders = ''] = /-regex '([^']+)'/.exec(dockerfile) ?? [];
  assert.ok(names.includes('.ts') && folders.includes('docs'));
  // Links are followed by then: what is still below node_modules is a dependency.
  const refuseThem = `
    import { registerHooks } from 'node:module';
    const leftOut = new RegExp(${JSON.stringify(`^${folders}/`)});
    registerHooks({
      load(url, context, next) {
        const [, path] = /(\\/node_modules\\/.*)$/.exec(url) ?? [];
        if (path && (leftOut.test(path) || ${JSON.stringify(names)}.some((end) => path.endsWith(end))))
          throw new Error('the image has no ' + path);
        return next(url, context);
      },
    });`;
  const flags = ['--import', `data:text/javascript,${encodeURIComponent(refuseThem)}`];
  for (const command of [...Object.keys(SERVICES), 'doctor', 'dlq', 'org']) {
    const { code, out } = runNode(flags, command, '--help');
    assert.equal(code, 0, `${command}: ${out}`);
  }
});
