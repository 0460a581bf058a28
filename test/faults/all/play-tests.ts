// Test files as a scenario: some faults have their test, with a judge of its own, and need none here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CHILD_ENV } from '../../support/child-env.ts';
import type { Playable } from '../playable.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const TAIL = 3000;

/** @param files below test/ */
export function playTests(name: string, files: readonly string[]): Playable {
  return {
    name,
    about: files.map((file) => `test/${file}`).join(', '),
    async play() {
      const started = performance.now();
      const args = [join(root, 'test', 'run.ts'), ...files.map((file) => `test/${file}`)];
      const env = { ...CHILD_ENV, HOME: process.env.HOME ?? '' };
      const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          output += chunk;
        });
      }
      const [code] = await once(child, 'exit');
      const summary = /\d+ passed, \d+ failed.*$/m.exec(output.trim().split('\n').at(-1) ?? '')?.[0];
      const passed = code === 0 && summary !== undefined;
      return {
        ...{ passed, seconds: Math.round((performance.now() - started) / 1000) },
        summary: summary ?? 'no tests were run',
        problems: passed ? [] : [output.slice(-TAIL)],
        kept: undefined,
        cells: [],
      };
    },
  };
}
