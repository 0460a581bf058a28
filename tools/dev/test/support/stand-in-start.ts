// `npm start` as a process, with stand-ins for the services, on free ports and in a directory of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Ready } from '../../src/banner.ts';
import { eventually } from './eventually.ts';
import { processesWith } from './processes.ts';

export interface StandInStart {
  readonly child: ChildProcess;
  /** What it told the person at the console, so far. */
  said(): string;
  /** Waits until it is up. */
  ready(): Promise<Ready>;
  /** Waits for its end. @returns the exit code, or null when a signal ended it */
  ended(): Promise<number | null>;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** The processes that it has started and that still run. */
  left(): string[];
}

const FREE_PORTS = ['port', 'persist-port', 'deliver-port', 'kafka-port', 'postgres-port'].flatMap((name) => [
  `--${name}`,
  '0',
]);

/** Starts it. It is killed after the test. @param args win over the free ports */
export function standInStart(
  t: TestContext,
  directory: string,
  options: { args?: readonly string[]; env?: Record<string, string | undefined> } = {},
): StandInStart {
  const script = join(import.meta.dirname, '..', 'fixtures', 'stand-in-start.ts');
  const mark = `HOPLINE_TEST_MARK=${randomUUID()}`;
  const [name = '', value] = mark.split('=');
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, [name]: value, ...options.env };
  const args = [script, '--json', '--directory', directory, ...FREE_PORTS, ...(options.args ?? [])];
  // A group of its own, as npm start has in a shell, so that a test can signal all of it as a terminal does.
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let answer = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  child.stdout.on('data', (chunk) => {
    answer += chunk;
  });
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const ended = async () => {
    if (!gone()) await once(child, 'close');
    return child.exitCode;
  };
  t.after(async () => {
    child.kill('SIGKILL');
    await ended();
  });
  const ready = () =>
    eventually(
      'it is up',
      () => {
        if (gone()) throw new Error(`it ended:\n${said}`);
        return answer.endsWith('\n') ? (JSON.parse(answer) as Ready) : undefined;
      },
      120_000,
    );
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended();
  };
  const left = () => [
    ...new Set(
      [...processesWith(mark), ...processesWith(directory)].filter(
        (line) => !line.startsWith(`${child.pid} `),
      ),
    ),
  ];
  return { child, said: () => said, ready, ended, end, left };
}
