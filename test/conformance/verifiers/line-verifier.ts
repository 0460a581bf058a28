// A verifier in another language: a process that is asked in a line of JSON, {key, headers, body in base64}, and answers
// in one, {problem: text or null}.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Cleanup } from '../../support/cleanup.ts';
import type { Verifier } from './verifier.ts';

interface Waiting {
  resolve(problem: string | undefined): void;
  reject(error: Error): void;
}

/** Starts the process; it ends with the test, and with this process. */
export function startLineVerifier(
  t: Cleanup,
  name: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Verifier {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
  const waiting: Waiting[] = [];
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  child.stdin.on('error', () => {}); // its end is told below
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { problem } = JSON.parse(line) as { problem: string | null };
    waiting.shift()?.resolve(problem ?? undefined);
  });
  const ended = whenEnded(child).then((how) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${name}: ${how} ${errors.join('')}`));
  });
  t.after(() => {
    child.stdin.end();
    return ended;
  });
  return {
    name,
    problemOf({ headers, body }, key) {
      return new Promise((resolve, reject) => {
        if (child.exitCode !== null || child.pid === undefined) {
          reject(new Error(`${name} does not run: ${errors.join('')}`));
          return;
        }
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify({ key, headers, body: body.toString('base64') })}\n`);
      });
    },
  };
}

function whenEnded(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`ended (${code ?? signal})`));
  });
}
