// The lock file names every jar of the broker by Maven coordinates, with size and sha512, and no place to get it from.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DevError } from './dev-error.ts';

export interface LockedJar {
  /** `group:artifact:version`. */
  readonly id: string;
  /** In bytes. */
  readonly size: number;
  /** In hexadecimal. */
  readonly sha512: string;
}

export interface KafkaLock {
  /** The version of Kafka, such as `4.3.1`. */
  readonly version: string;
  readonly jars: readonly LockedJar[];
  /** Changes whenever the lock does: names what was derived from it. */
  readonly hash: string;
}

export const kafkaLockFile = fileURLToPath(new URL('../kafka.lock.json', import.meta.url));

/**
 * Reads a lock from its JSON text.
 * @throws {DevError} naming the first entry that is wrong
 */
export function parseKafkaLock(text: string): KafkaLock {
  const { version, jars } = JSON.parse(text) as { version?: unknown; jars?: unknown };
  if (typeof version !== 'string' || !Array.isArray(jars) || jars.length === 0) {
    throw new DevError('the Kafka lock has no version or no jars: renew it (see tools/dev/README.md)');
  }
  for (const jar of jars as Partial<LockedJar>[]) {
    const right =
      /^[\w.-]+:[\w.-]+:[\w.-]+$/.test(jar.id ?? '') &&
      Number.isInteger(jar.size) &&
      /^[0-9a-f]{128}$/.test(jar.sha512 ?? '');
    if (!right)
      throw new DevError(
        `the Kafka lock has a wrong entry: ${JSON.stringify(jar)}; renew it (see tools/dev/README.md)`,
      );
  }
  return { version, jars, hash: createHash('sha256').update(text).digest('hex').slice(0, 12) };
}

/** The lock that is committed beside this folder. */
export function readKafkaLock(): KafkaLock {
  return parseKafkaLock(readFileSync(kafkaLockFile, 'utf8'));
}

/** `org.slf4j:slf4j-api:1.7.36` is `slf4j-api-1.7.36.jar`. */
export function jarFileName(id: string): string {
  const [, artifact, version] = id.split(':');
  return `${artifact}-${version}.jar`;
}

/** Where Maven keeps that jar below its local repository. */
export function mavenPath(id: string): string {
  const [group = '', artifact = '', version = ''] = id.split(':');
  return [...group.split('.'), artifact, version, jarFileName(id)].join('/');
}
