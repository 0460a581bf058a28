// Python with the packages that the client and its tests need.
import { join } from 'node:path';
import { type CommandResult, runCommand } from '@hopline/dev/run-command';
import { CHILD_ENV } from '../child-env.ts';
import { installPython } from '../made-once.ts';
import { pythonFolder } from './generated.ts';

export interface Python {
  /** What its processes have in their environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `python3` with these arguments in clients/python. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CommandResult>;
}

/** Fetches the packages, once. It fails when Python with pip is not there. */
export async function preparePython(): Promise<Python> {
  const packages = await installPython('python-client', join(pythonFolder, 'requirements-test.txt'));
  const env = {
    ...CHILD_ENV,
    PYTHONPATH: [packages, join(pythonFolder, 'src')].join(':'),
    // Nothing is left behind in the sources.
    PYTHONDONTWRITEBYTECODE: '1',
  };
  return {
    env,
    run: (args, more = {}) =>
      runCommand('python3', args, { cwd: pythonFolder, env: { ...env, ...more }, dieWithUs: true }),
  };
}

/** Runs pytest on a folder of tests; gives each test's outcome by its name, and all that was printed. */
export async function runPytest(
  python: Python,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ outcomes: ReadonlyMap<string, string>; output: string }> {
  // The list at the end, of which no line is torn apart by what a test prints.
  const options = ['-q', '-rfExXp', '--color=no', '--tb=short', '-p', 'no:cacheprovider'];
  const { code, output } = await python.run(['-m', 'pytest', ...options, folder], env);
  const lines = output.matchAll(
    /^(PASSED|FAILED|ERROR|XFAIL|XPASS) (\S+\.py::\S+?(?:\[.*?\])?)(?: - .*)?$/gm,
  );
  const outcomes = new Map([...lines].map(([, outcome = '', name = '']) => [name, outcome]));
  // None is left out of the list, as one that was skipped is.
  const counts = /^\d+ (?:passed|failed|error|skipped).* in [\d.]+s.*$/m.exec(output)?.[0] ?? '';
  const ran = [...counts.matchAll(/(\d+) (?:passed|failed|errors?|skipped|xfailed|xpassed)\b/g)];
  const isWhole = outcomes.size === ran.reduce((sum, [, count]) => sum + Number(count), 0);
  const allPassed = [...outcomes.values()].every((outcome) => outcome === 'PASSED');
  if (outcomes.size === 0 || !isWhole || (code !== 0 && allPassed))
    throw new Error(`pytest ended with ${code}:\n${output}`);
  return { outcomes, output };
}
