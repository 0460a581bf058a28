import { DevError } from './dev-error.ts';
import { runCommand } from './run-command.ts';

export const OLDEST_JAVA = 17;

export interface Java {
  /** The command or path to run. */
  readonly command: string;
  /** Such as 17. */
  readonly major: number;
  /** Such as `17.0.15`. */
  readonly version: string;
  /** All that `java -version` says: it tells one build of a JVM from another. */
  readonly fullVersion: string;
}

/** Reads the output of `java -version`; undefined if it is nothing of the kind. `1.8.0_392` is major version 8. */
export function parseJavaVersion(output: string): { major: number; version: string } | undefined {
  const version = /version "([^"]+)"/.exec(output)?.[1];
  if (version === undefined) return undefined;
  const [first = '', second = ''] = version.split(/[._\-+]/);
  const major = Number(first === '1' ? second : first);
  return Number.isInteger(major) && major > 0 ? { major, version } : undefined;
}

/**
 * The first of the candidates that is a Java new enough for Kafka.
 * @param candidates commands or paths, such as `java`
 * @throws {DevError} saying what is missing
 */
export async function findJava(candidates: readonly string[], signal?: AbortSignal): Promise<Java> {
  let tooOld: string | undefined;
  for (const command of candidates) {
    const output = await versionOutput(command, signal);
    const parsed = parseJavaVersion(output);
    if (parsed !== undefined && parsed.major >= OLDEST_JAVA) {
      return { command, ...parsed, fullVersion: output.trim() };
    }
    tooOld ??= parsed?.version;
  }
  const remedy = `install Java ${OLDEST_JAVA} or newer and put it on the PATH, or set KAFKA_BROKERS to use a Kafka that runs elsewhere`;
  throw new DevError(
    tooOld === undefined
      ? `Java was not found, and Kafka needs it: ${remedy}.`
      : `Java ${tooOld} is too old for Kafka 4: ${remedy}.`,
  );
}

async function versionOutput(command: string, signal?: AbortSignal): Promise<string> {
  try {
    return (await runCommand(command, ['-version'], { signal })).output;
  } catch (error) {
    signal?.throwIfAborted();
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
