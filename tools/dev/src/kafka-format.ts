// A node's directory must be formatted before its first start. Kafka's StorageTool does it, which costs a JVM. What it
// writes is two files: meta.properties with the ids, and bootstrap.checkpoint with the feature levels of that version,
// which holds no id. So the tool runs once for each version, its checkpoint is kept, and later formats need no JVM.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DevError } from './dev-error.ts';
import { formatProperties } from './kafka-properties.ts';
import { jvmArguments, type KafkaRuntime } from './kafka-runtime.ts';
import { runCommand } from './run-command.ts';

/** An id as Kafka writes it: 16 random bytes, base64url, never with a leading dash (its tools take that for a flag). */
export function randomKafkaId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

/**
 * Formats a node's log directory unless it is formatted already.
 * @param propertiesFile the node's configuration, needed when StorageTool has to run
 * @throws {DevError} with the tool's words when it fails
 */
export async function formatNode(
  runtime: KafkaRuntime,
  node: { nodeId: number; clusterId: string; logDirectory: string; propertiesFile: string },
  signal?: AbortSignal,
): Promise<void> {
  const meta = join(node.logDirectory, 'meta.properties');
  if (existsSync(meta)) return;
  // Without meta.properties whatever is there is the rest of a format that was cut short.
  await rm(node.logDirectory, { recursive: true, force: true });
  await mkdir(node.logDirectory, { recursive: true });
  const checkpoint = join(node.logDirectory, 'bootstrap.checkpoint');
  if (!existsSync(runtime.checkpointFile)) {
    await runStorageTool(runtime, node, signal);
    await mkdir(dirname(runtime.checkpointFile), { recursive: true });
    await replaceFile(runtime.checkpointFile, (file) => copyFile(checkpoint, file));
    return;
  }
  await copyFile(runtime.checkpointFile, checkpoint);
  const ids = { version: '1', 'cluster.id': node.clusterId, 'node.id': String(node.nodeId) };
  const content = formatProperties({ ...ids, 'directory.id': randomKafkaId() });
  // Last and at once: its presence says that the format is complete.
  await replaceFile(meta, (file) => writeFile(file, content));
}

async function runStorageTool(
  runtime: KafkaRuntime,
  node: { clusterId: string; propertiesFile: string },
  signal?: AbortSignal,
): Promise<void> {
  const args = ['kafka.tools.StorageTool', 'format', '-t', node.clusterId, '-c', node.propertiesFile];
  const jvm = jvmArguments(runtime, { archive: 'use' });
  const result = await runCommand(runtime.java.command, [...jvm, ...args], { dieWithUs: true, signal });
  if (result.code !== 0)
    throw new DevError(`Kafka's directory could not be formatted: ${result.output.trim()}`);
}

async function replaceFile(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  await write(temporary);
  await rename(temporary, file);
}
