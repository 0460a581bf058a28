// The AppCDS archive halves a broker's start (class loading and verification are done beforehand). The JVM writes it
// when it ends, which takes seconds: too long for Ctrl-C. So a broker of its own, with no data, is started and stopped
// for it once, in the background and with the lowest priority.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { raceSignal } from '@hopline/runtime/wait';
import { randomKafkaId } from './kafka-format.ts';
import { KafkaNode } from './kafka-node.ts';
import { cacheDirectoryOf, type KafkaRuntime } from './kafka-runtime.ts';
import { freePort } from './ports.ts';
import { isAlive } from './process-info.ts';

const WRITING_MS = 120_000;

/**
 * Makes the archive unless it is there; takes some ten seconds of one core.
 * @param signal ends it early; nothing is left running
 * @returns whether there is an archive now
 */
export async function makeKafkaArchive(runtime: KafkaRuntime, signal: AbortSignal): Promise<boolean> {
  if (existsSync(runtime.archiveFile)) return true;
  const cache = cacheDirectoryOf(runtime);
  await removeAbandoned(cache);
  const directory = join(cache, `making-archive.${process.pid}`);
  await mkdir(directory, { recursive: true });
  const unfinished = join(directory, 'unfinished.jsa');
  const controllerPort = await freePort();
  const port = await freePort();
  const node = new KafkaNode({
    runtime,
    directory,
    clusterId: randomKafkaId(),
    layout: {
      nodeId: 1,
      listeners: [{ name: 'PLAINTEXT', port, advertisedPort: port }],
      controllerPort,
      voters: [{ nodeId: 1, controllerPort }],
    },
    archiveTo: unfinished,
  });
  try {
    await node.launch(signal);
    if (node.pid !== undefined) setPriority(node.pid, constants.priority.PRIORITY_LOW);
    await node.ready(1, signal);
    if (await raceSignal(node.stop(WRITING_MS), signal)) await rename(unfinished, runtime.archiveFile);
    return true;
  } catch {
    // It only makes starts quicker: without it all works.
    return false;
  } finally {
    await node.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

/** What runs that were killed have left. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = /^making-archive\.(\d+)$/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(cache, name), { recursive: true, force: true });
  }
}
