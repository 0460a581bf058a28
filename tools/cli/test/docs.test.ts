// docs/cli.md shows what the commands print against `npm start` after `npm run demo`.
// `UPDATE_DOCS=1 npm run test:tools -- tools/cli/test/docs.test.ts` writes it anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../../test/support/until.ts';
import { EXIT } from '../src/exit-code.ts';
import { createProgram } from '../src/program.ts';
import { plain } from './support/plain.ts';
import { runCli } from './support/run-cli.ts';
import { startWithDemo } from './support/started-system.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'cli.md');
/** Where the document says that the system lives. */
const SHOWN_DIRECTORY = '/srv/hopline/.hopline';
/** As a person would type it. */
const typed = (args: readonly string[]) =>
  args.map((arg) => (arg.includes('*') ? `'${arg}'` : arg)).join(' ');
const BLOCK = /```console\n\$ npx hopline ([^\n]*)\n(.*?)```/gs;

test('the document shows what the commands print', async (t) => {
  const { directory, retriedEventId } = await startWithDemo(t);
  const env = { HOPLINE_DIRECTORY: directory };
  const print = async (args: readonly string[]) => {
    const { code, out, err } = await runCli(t, args, env);
    assert.equal(code, 0, `${args.join(' ')}: ${err}${out}`);
    return out.replaceAll(directory, SHOWN_DIRECTORY);
  };
  const letters = await until('the dead letter', async () => {
    const { letters: found } = JSON.parse(await print(['dlq', 'list', '--json']));
    return found.length > 0 && found;
  });
  // How far persist and deliver have come is committed a moment later.
  await until('the commits', async () => {
    const { groups } = JSON.parse(await print(['groups', '--json']));
    const lags = groups.flatMap(({ topics }: { topics: { lag: number }[] }) => topics.map(({ lag }) => lag));
    return lags.reduce((sum: number, lag: number) => sum + lag, 0) === 1;
  });
  const commands = [
    ['doctor'],
    ['topics'],
    ['groups'],
    ['tail', 'events', '--type', 'github.*', '-n', '2'],
    ['tail', 'retry.10m'],
    ['show', retriedEventId],
    ['dlq', 'list'],
    ['dlq', 'show', letters[0].place],
    ['dlq', 'replay', '--reason', 'exhausted', '--dry-run'],
  ];
  const printed: string[] = [];
  for (const args of commands) printed.push(await print(args));

  const before = readFileSync(file, 'utf8');
  const blocks = [...before.matchAll(BLOCK)];
  assert.equal(blocks.length, commands.length);
  if (process.env.UPDATE_DOCS) {
    let i = 0;
    const block = () => `\`\`\`console\n$ npx hopline ${typed(commands[i] ?? [])}\n${printed[i++]}\`\`\``;
    writeFileSync(file, before.replaceAll(BLOCK, block));
  }
  for (const [i, [, command = '', output = '']] of [
    ...readFileSync(file, 'utf8').matchAll(BLOCK),
  ].entries()) {
    assert.equal(plain(command), plain(typed(commands[i] ?? [])));
    assert.equal(plain(output), plain(printed[i] ?? ''), `hopline ${command}`);
  }
});

test('the document names every command and every exit code', () => {
  const text = readFileSync(file, 'utf8');
  const program = createProgram(async () => {});
  for (const command of program.commands) {
    assert.ok(text.includes(`\`${command.name()}`), command.name());
    for (const below of command.commands) {
      assert.match(text, new RegExp(`\`${command.name()} [^\`\n]*\\b${below.name()}\\b`), below.name());
    }
  }
  for (const code of Object.values(EXIT)) assert.match(text, new RegExp(`^\\| ${code} \\|`, 'm'));
});
