// `npm run verify:console`: every page of the console in a real Chromium, on the whole real system. What goes on to standard error,
// `N passed, N failed` to standard output.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeError } from '@hopline/runtime/errors';
import { type Cleanup, withCleanup } from '../support/cleanup.ts';
import { pictures } from './pictures.ts';
import { setStage } from './stage.ts';
import { Visits } from './visits.ts';
import type { Walk } from './walk.ts';
import { WALKS } from './walks/all.ts';

const USAGE = `npm run verify:console [-- options]
  Starts the whole system, sends the demo's events, and walks through the console in Chromium as an administrator, with keys, and by
  links of the portal: every action, the keyboard alone, accessibility (axe-core), narrow screens, an api that dies and comes back.
  --only <text>   only walks whose name contains it
  --write         also writes the screenshots of docs/console.md; with --only screenshots nothing else
  --help          this text
What a walk saw last when it failed is in .hopline/console-walk. Chromium is Debian's, installed by apt when it is missing and this is
root, or the program that CHROMIUM names.
Exit code 0: all passed; 1: something failed; 2: it could not be done.`;

const PICTURES = join(import.meta.dirname, '..', '..', '.hopline', 'console-walk');

const say = (text: string) => process.stderr.write(`${text}\n`);

interface Counts {
  passed: number;
  failed: number;
}

async function walkAll(t: Cleanup, walks: readonly Walk[], counts: Counts): Promise<void> {
  const stage = await setStage(t, say);
  const visits = new Visits(stage.browser, stage.system.url);
  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES, { recursive: true });
  for (const { name, run } of walks) {
    const started = Date.now();
    let at = 'its beginning';
    const step = async (what: string, act: () => Promise<void>) => {
      at = what;
      await act();
      counts.passed += 1;
    };
    try {
      await run({ ...stage, visits, step });
      await step('nothing went wrong behind the pages', async () => visits.check());
      say(`  ${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
    } catch (error) {
      counts.failed += 1;
      const picture = join(PICTURES, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`);
      await visits.picture(picture);
      say(`FAILED ${name}, ${at}: ${error instanceof Error ? error.message : String(error)}\n  ${picture}`);
    } finally {
      await visits.close();
    }
  }
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { only: { type: 'string' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const { only = '' } = values;
  const all = values.write ? [pictures, ...WALKS] : WALKS;
  const walks = all.filter(({ name }) => name.includes(only));
  if (walks.length === 0) throw new RangeError(`no walk has "${only}" in its name`);
  const counts = { passed: 0, failed: 0 };
  await withCleanup((t) => walkAll(t, walks, counts));
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(`verify:console: ${describeError(error)}`);
  process.exitCode = 2;
}
