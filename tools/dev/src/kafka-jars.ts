// Brings the jars of the lock into a directory: from there if they are right already (so a broken download goes on
// where it stopped), else from Maven's local cache, else from Maven's default repository.
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import mvnArtifactDownload from 'mvn-artifact-download';
import { DevError } from './dev-error.ts';
import { jarFileName, type KafkaLock, type LockedJar, mavenPath } from './kafka-lock.ts';
import { isAlive } from './process-info.ts';

const PARALLEL = 6;
const TRIES = 4;
const STALLED_AFTER_MS = 20_000;

export interface JarProgress {
  readonly jarsDone: number;
  readonly jars: number;
  readonly bytesDone: number;
  readonly bytes: number;
}

export interface FetchJarsOptions {
  readonly lock: KafkaLock;
  /** Made when missing; holds nothing but the jars. */
  readonly directory: string;
  /** Maven's local cache; by default `~/.m2/repository`. */
  readonly mavenRepository?: string | undefined;
  /** Called after each jar that had to be fetched; never when all were there. */
  readonly onProgress?: ((progress: JarProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes sure that every jar of the lock is in the directory, verified by its sha512.
 * @returns the class path's files in a fixed order
 * @throws {DevError} when a jar cannot be had after 4 tries
 */
export async function fetchKafkaJars(options: FetchJarsOptions): Promise<string[]> {
  const { lock, directory, signal } = options;
  const mavenRepository = options.mavenRepository ?? join(homedir(), '.m2', 'repository');
  await mkdir(directory, { recursive: true });
  const target = (jar: LockedJar) => join(directory, jarFileName(jar.id));
  const missing = (
    await mapLimited(lock.jars, PARALLEL, async (jar) => ((await isRight(target(jar), jar)) ? [] : [jar]))
  ).flat();
  if (missing.length > 0) {
    await removeAbandonedParts(directory);
    const sum = (jars: readonly LockedJar[]) => jars.reduce((total, jar) => total + jar.size, 0);
    const bytes = sum(lock.jars);
    let jarsDone = lock.jars.length - missing.length;
    let bytesDone = bytes - sum(missing);
    await mapLimited(missing, PARALLEL, async (jar) => {
      signal?.throwIfAborted();
      await fetchJar(jar, target(jar), join(mavenRepository, mavenPath(jar.id)), signal);
      jarsDone += 1;
      bytesDone += jar.size;
      options.onProgress?.({ jarsDone, jars: lock.jars.length, bytesDone, bytes });
    });
  }
  return lock.jars.map(target);
}

async function fetchJar(jar: LockedJar, file: string, cached: string, signal?: AbortSignal): Promise<void> {
  // Named by our process id: two processes may fetch the same jar, and the last rename wins with the same bytes.
  const part = `${file}.${process.pid}.part`;
  try {
    if (await isRight(cached, jar)) {
      await copyFile(cached, part, constants.COPYFILE_FICLONE);
      if (await isRight(part, jar)) return await rename(part, file);
    }
    for (let tries = 1; ; tries += 1) {
      try {
        await downloadWatched(jar, part, signal);
        if (!(await isRight(part, jar))) throw new Error('its sha512 is not the one in the lock');
        return await rename(part, file);
      } catch (error) {
        signal?.throwIfAborted();
        if (tries === TRIES) {
          throw new DevError(
            `Kafka's ${jarFileName(jar.id)} could not be fetched (${describeError(error)}): ` +
              'check the network and start again, what is there already is kept; or set KAFKA_BROKERS.',
            { cause: error },
          );
        }
        await sleep(backoffDelay({ initialMs: 500, maxMs: 5000 }, tries), signal);
      }
    }
  } finally {
    await rm(part, { force: true });
  }
}

/** The package ignores an error in the middle of the body and then never settles: so a file that stops growing failed. */
async function downloadWatched(jar: LockedJar, part: string, signal?: AbortSignal): Promise<void> {
  const finished = new AbortController();
  const download = mvnArtifactDownload
    .default(jar.id, dirname(part), undefined, basename(part), { timeout: STALLED_AFTER_MS * 6 })
    .then(() => undefined);
  const watch = async () => {
    let size = -1;
    for (;;) {
      await sleep(STALLED_AFTER_MS, signal ? AbortSignal.any([signal, finished.signal]) : finished.signal);
      const now = await sizeOf(part);
      if (now === size) throw new Error(`nothing came for ${STALLED_AFTER_MS / 1000} s`);
      size = now;
    }
  };
  try {
    await Promise.race([download, watch()]);
  } finally {
    finished.abort();
    download.catch(() => {}); // it may still fail after it was given up
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

async function isRight(file: string, jar: LockedJar): Promise<boolean> {
  if ((await sizeOf(file)) !== jar.size) return false;
  const hash = createHash('sha512');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex') === jar.sha512;
}

async function removeAbandonedParts(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = /\.(\d+)\.part$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(directory, name), { force: true });
  }
}

async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
