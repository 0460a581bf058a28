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
  const options = ['-v', '--color=no', '--tb=short', '-p', 'no:cacheprovider'];
  const { code, output } = await python.run(['-m', 'pytest', ...options, folder], env);
  const lines = output.matchAll(/^(\S+\.py::.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b/gm);
  const outcomes = new Map([...lines].map(([, name = '', outcome = '']) => [name, outcome]));
  const allPassed = [...outcomes.values()].every((outcome) => outcome === 'PASSED');
  if (outcomes.size === 0 || (code !== 0 && allPassed))
    throw new Error(`pytest ended with ${code}:\n${output}`);
  return { outcomes, output };
}
