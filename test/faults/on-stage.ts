// What every run has in common: a stage is opened, played on, looked back at and cleared away, whatever happens.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeError } from '@hopline/runtime/errors';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { createRandom, type Random } from '../support/fuzz-random.ts';
import type { OutsideLedger } from './outside-ledger.ts';
import type { Played, RunOptions } from './playable.ts';
import type { SupervisedService } from './supervised-service.ts';

interface AnyStage {
  readonly ledger?: OutsideLedger;
  /** What every process has said. */
  logs(): string;
}

export interface Piece<S extends AnyStage> {
  readonly name: string;
  open(t: Cleanup, random: Random): Promise<S>;
  /**
   * All of it, up to the judgement.
   * @param note takes what was not as it must be
   */
  play(stage: S, note: (...problems: string[]) => void, t: Cleanup, random: Random): Promise<void>;
  /** More of that, looked for however it has ended. */
  lookBack?(stage: S): readonly string[];
  /** Writes more files for who wants to know what went wrong, beside the ledger and the logs. */
  keep?(stage: S, folder: string): void;
}

export interface PlayedOn<S> extends Pick<Played, 'problems' | 'seconds' | 'kept'> {
  /** Undefined when it could not be opened. */
  readonly stage: S | undefined;
}

/** Never rejects: what goes wrong is a problem. */
export async function onStage<S extends AnyStage>(
  piece: Piece<S>,
  { seed, servers }: Pick<RunOptions, 'seed' | 'servers'>,
): Promise<PlayedOn<S>> {
  const started = performance.now();
  const tasks: (() => unknown)[] = [];
  const t = inReverse({ after: (task) => tasks.push(task) });
  const problems: string[] = [];
  let stage: S | undefined;
  try {
    const random = createRandom(seed);
    stage = await piece.open(t, random);
    await piece.play(stage, (...found) => problems.push(...found), t, random);
  } catch (error) {
    problems.push(describeError(error));
  }
  if (stage) problems.push(...(piece.lookBack?.(stage) ?? []));
  const kept = problems.length > 0 ? keep(piece, stage, problems, seed) : undefined;
  // Servers that are still down would hold up the end of everything else.
  await servers?.heal().catch((error) => problems.push(`not healed: ${describeError(error)}`));
  try {
    for (const task of tasks) await task();
  } catch (error) {
    problems.push(`not cleaned up: ${describeError(error)}`);
  }
  return { stage, problems, kept, seconds: Math.round((performance.now() - started) / 1000) };
}

function keep<S extends AnyStage>(
  piece: Piece<S>,
  stage: S | undefined,
  problems: readonly string[],
  seed: number,
): string {
  const folder = mkdtempSync(join(tmpdir(), `hopline-faults-${piece.name}-`));
  writeFileSync(join(folder, 'problems.txt'), `seed ${seed}\n${problems.join('\n')}\n`);
  if (!stage) return folder;
  stage.ledger?.write(join(folder, 'ledger.jsonl'));
  writeFileSync(join(folder, 'services.log'), stage.logs());
  piece.keep?.(stage, folder);
  return folder;
}

/** A process is killed, or stops when asked; it neither gives up (unless it may) nor crashes. */
export function unexpectedEnds(
  services: Readonly<Record<string, SupervisedService>>,
  logs: string,
  mayEnd = false,
): string[] {
  const ended = Object.entries(mayEnd ? {} : services).flatMap(([name, { exits }]) =>
    exits
      .filter(({ signal }) => signal !== 'SIGKILL')
      .map(({ code, signal }) => `${name} ended by itself with ${code ?? signal}`),
  );
  return [...ended, ...crashesIn(logs).slice(0, 3)];
}

const CRASH = /(?:service|delivery)\.crashed|\(node:\d+\) \w*Warning/;

export function crashesIn(logs: string): string[] {
  return logs.split('\n').filter((line) => CRASH.test(line));
}

/** A fault that nobody noticed proves nothing. */
export function unnoticed(felt: RegExp | undefined, name: string, log: string): string[] {
  return felt && !felt.test(log) ? [`${name} has not noticed it: ${felt} is not in its log`] : [];
}
