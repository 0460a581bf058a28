// `npm start` from the first signal handler to the exit code.
import { rm } from 'node:fs/promises';
import { describeError } from '@hopline/runtime/errors';
import { banner } from './banner.ts';
import { DevError } from './dev-error.ts';
import { type DevOptions, helpText, parseOptions } from './options.ts';
import type { Plan } from './plan.ts';
import { defaultDirectory } from './running.ts';
import { writeSecret } from './secrets.ts';
import { stateDirectory } from './state-directory.ts';
import { System } from './system.ts';

// At a terminal Ctrl-C reaches npm and us, and npm sends it on to us: one press is two signals, some milliseconds apart.
const SAME_KEY_PRESS_MS = 500;

/**
 * Runs the system until it is told to stop.
 * @param options.args without the program's name
 * @returns the exit code: 0 stopped when asked, 1 failed, 130 killed by a second Ctrl-C
 */
export async function run(options: {
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  plan: Plan;
}): Promise<number> {
  const stop = listenForStop();
  // Whoever read our output may be gone; there is still something to stop in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let parsed: DevOptions;
  try {
    parsed = parseOptions(options.args, options.env);
  } catch (error) {
    console.error(`hopline: ${describeError(error)}`);
    return 1;
  }
  if (parsed.help) {
    process.stdout.write(helpText());
    return 0;
  }
  const out = parsed.json ? process.stderr : process.stdout;
  const say = (line: string) => out.write(`hopline: ${line}\n`);
  const state = stateDirectory(parsed.directory ?? defaultDirectory);
  const system = new System(parsed, options.plan, state, say);

  let exitCode = 0;
  const startedAt = Date.now();
  try {
    const ready = await system.start(stop.signal);
    await writeSecret(state.readyFile, JSON.stringify(ready));
    if (parsed.json) process.stdout.write(`${JSON.stringify(ready)}\n`);
    else process.stdout.write(`${banner(ready, (Date.now() - startedAt) / 1000)}\n`);
    await stop.asked;
  } catch (error) {
    if (!stop.signal.aborted) {
      exitCode = 1;
      process.stderr.write(`hopline: ${error instanceof DevError ? error.message : inspectError(error)}\n`);
    }
  }
  const stoppingAt = Date.now();
  if (stop.signal.aborted) say('stopping …');
  const killing = stop.insisted.then(async () => {
    exitCode = 130;
    say('killing …');
    await system.kill();
  });
  await Promise.race([system.stop(), killing]);
  if (stop.signal.aborted) await rm(state.readyFile, { force: true });
  if (stop.signal.aborted) say(`stopped (${((Date.now() - stoppingAt) / 1000).toFixed(1)} s)`);
  return exitCode;
}

/** A defect of ours: then the stack says more than a line. */
function inspectError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

interface Stop {
  /** Aborts at the first request. */
  readonly signal: AbortSignal;
  readonly asked: Promise<void>;
  /** Resolves at the second. */
  readonly insisted: Promise<void>;
}

function listenForStop(): Stop {
  const controller = new AbortController();
  let askedAt = 0;
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>();
  const { promise: insisted, resolve: onInsisted } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) {
        askedAt = Date.now();
        controller.abort(new DevError(`stopped by ${signal}`));
        onAsked();
      } else if (Date.now() - askedAt > SAME_KEY_PRESS_MS) {
        onInsisted();
      }
    });
  }
  return { signal: controller.signal, asked, insisted };
}
