// What every broker on this machine shares: the JVM, the jars and what was derived from both.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findJava, type Java } from './java.ts';
import { fetchKafkaJars, type JarProgress } from './kafka-jars.ts';
import { type KafkaLock, readKafkaLock } from './kafka-lock.ts';

/** `.hopline/cache` of this checkout; it survives `npm start -- --fresh`. */
export const defaultCacheDirectory = fileURLToPath(new URL('../../../.hopline/cache', import.meta.url));

export interface KafkaRuntime {
  readonly java: Java;
  readonly lock: KafkaLock;
  readonly classPath: string;
  /** Where the AppCDS archive is, or will be: its name changes with the JVM, the lock and the place of the jars. */
  readonly archiveFile: string;
  /** Where the feature levels that StorageTool once wrote are kept (see kafka-format.ts). */
  readonly checkpointFile: string;
}

export interface KafkaRuntimeOptions {
  /** For jars, the AppCDS archive and the format's template. By default `.hopline/cache` of this checkout. */
  readonly cacheDirectory?: string | undefined;
  /** What `findJava` gave; by default it looks for `java` on the PATH. */
  readonly java?: Java | undefined;
  /** Maven's local cache; by default `~/.m2/repository`. */
  readonly mavenRepository?: string | undefined;
  readonly onProgress?: ((progress: JarProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds Java and brings the jars in place.
 * @throws {DevError} when there is no Java or a jar cannot be had
 */
export async function prepareKafkaRuntime(options: KafkaRuntimeOptions = {}): Promise<KafkaRuntime> {
  const cache = options.cacheDirectory ?? defaultCacheDirectory;
  const lock = readKafkaLock();
  const java = options.java ?? (await findJava(['java'], options.signal));
  const directory = join(cache, `kafka-${lock.version}-${lock.hash}`);
  const { mavenRepository, onProgress, signal } = options;
  const jars = await fetchKafkaJars({ lock, directory, mavenRepository, onProgress, signal });
  const classPath = jars.join(delimiter);
  const key = createHash('sha256').update(`${java.fullVersion}\n${classPath}`).digest('hex').slice(0, 12);
  return {
    java,
    lock,
    classPath,
    archiveFile: join(cache, `kafka-${lock.version}-java${java.major}-${key}.jsa`),
    checkpointFile: join(cache, `kafka-${lock.version}-${lock.hash}.bootstrap.checkpoint`),
  };
}

/**
 * The arguments of a JVM for a Kafka class.
 * @param archive `write` makes the AppCDS archive at the JVM's end; `use` takes one if it is there
 */
export function jvmArguments(
  runtime: KafkaRuntime,
  options: { maxHeap?: string | undefined; archive: 'use' | { write: string } },
): string[] {
  const { archive } = options;
  const flags = [
    '-Xms64m',
    `-Xmx${options.maxHeap ?? '320m'}`,
    '-XX:+UseSerialGC',
    // The quick compiler alone: starts a second sooner, and a development broker never needs the other's speed.
    '-XX:TieredStopAtLevel=1',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djava.awt.headless=true',
    '-Djava.net.preferIPv4Stack=true',
    // slf4j-simple on stderr: a broker that dies says why.
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
  ];
  if (archive !== 'use') {
    flags.push(`-XX:ArchiveClassesAtExit=${archive.write}`, '-Xlog:disable', '-Xlog:all=error:stderr');
  } else if (existsSync(runtime.archiveFile)) {
    // An archive that does not fit is ignored by the JVM with a warning that would help nobody.
    flags.push(`-XX:SharedArchiveFile=${runtime.archiveFile}`, '-Xlog:disable', '-Xlog:all=error:stderr');
  }
  return [...flags, '-cp', runtime.classPath];
}

/** The cache directory that a runtime lives in. */
export function cacheDirectoryOf(runtime: KafkaRuntime): string {
  return dirname(runtime.archiveFile);
}
