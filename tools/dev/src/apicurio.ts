// A real schema registry with the Confluent API: Apicurio, in memory, on 127.0.0.1. Only `npm run verify:registry` needs
// it: the download has 159 MB and it takes half a minute to start.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describeError } from '@hopline/runtime/errors';
import mvnArtifactDownload from 'mvn-artifact-download';
import { DevError } from './dev-error.ts';
import { explainExit } from './explain-exit.ts';
import { findNewJava } from './find-new-java.ts';
import { defaultCacheDirectory } from './kafka-runtime.ts';
import { freePort } from './ports.ts';
import { runCommand } from './run-command.ts';
import { ServerProcess } from './server-process.ts';
import { until } from './until.ts';

const VERSION = '3.3.3';
/** Maven coordinates: the application with all its libraries. */
const ARTIFACT = `io.apicurio:apicurio-registry-app:tar.gz:all:${VERSION}`;
const SHA512 =
  'dd081e0bb14bb94ac9806eb768667b10a7292a8a75a81cbbfec1c99d920bc35697fc5e567d74b7bf94a0105648b90480842822959815d2965e0dc6c9524c92d3';
const DOWNLOAD_MS = 600_000;
const START_MS = 180_000;

export interface Apicurio {
  /** Of its Confluent API. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Fetches what is missing into `.hopline/cache`, starts a registry and waits until it answers.
 * @param say hears what takes long
 * @throws {DevError} when something cannot be had or it does not come up; nothing is left running then
 */
export async function startApicurio(say: (line: string) => void): Promise<Apicurio> {
  const directory = await fetchApicurio(say);
  const java = await findNewJava('Apicurio', say);
  const [port, managementPort] = [await freePort(), await freePort()];
  const server = await ServerProcess.spawn({
    command: java,
    args: ['-Xmx512m', '-jar', 'quarkus-run.jar'],
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      QUARKUS_HTTP_HOST: '127.0.0.1',
      QUARKUS_HTTP_PORT: String(port),
      // It would listen on every address otherwise.
      QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
      QUARKUS_MANAGEMENT_PORT: String(managementPort),
      QUARKUS_OTEL_SDK_DISABLED: 'true',
    },
    stopSignal: 'SIGTERM',
    deathSignal: 'SIGKILL',
  });
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  const answers = async () => {
    const { exit } = server;
    if (exit) {
      throw new DevError(`Apicurio ended (${explainExit(exit)}):\n${exit.lastLines.join('\n')}`);
    }
    const answer = await fetch(`${url}/subjects`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  };
  try {
    say(`starting Apicurio ${VERSION}`);
    const onTimeout = () => new DevError(`Apicurio did not answer within ${START_MS / 1000} s`);
    await until(answers, { everyMs: 250, timeoutMs: START_MS, onTimeout });
  } catch (error) {
    await server.kill();
    throw error;
  }
  return { url, close: async () => void (await server.stop(10_000)) };
}

async function fetchApicurio(say: (line: string) => void): Promise<string> {
  const directory = join(defaultCacheDirectory, `apicurio-${VERSION}`);
  if (existsSync(join(directory, 'quarkus-run.jar'))) return directory;
  const { default: download } = mvnArtifactDownload;
  await mkdir(defaultCacheDirectory, { recursive: true });
  const temporary = await mkdtemp(join(defaultCacheDirectory, 'apicurio-'));
  try {
    say(`fetching Apicurio ${VERSION}, 159 MB`);
    const name = 'apicurio.tar.gz';
    await download(ARTIFACT, temporary, undefined, name, { timeout: DOWNLOAD_MS }).catch((error: unknown) => {
      throw new DevError(
        `Apicurio could not be fetched (${describeError(error)}): check the network, or set TEST_SCHEMA_REGISTRY_URL to a registry that runs elsewhere`,
        { cause: error },
      );
    });
    const hash = createHash('sha512');
    await pipeline(createReadStream(join(temporary, name)), hash);
    if (hash.digest('hex') !== SHA512) throw new DevError('the sha512 of Apicurio is not the expected one');
    const unpacked = join(temporary, 'unpacked');
    await mkdir(unpacked);
    await run('tar', ['-xzf', name, '-C', unpacked], temporary);
    await rename(unpacked, directory);
    return directory;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function run(command: string, args: string[], cwd: string): Promise<void> {
  const { code, output } = await runCommand(command, args, { cwd });
  if (code !== 0) throw new DevError(`${command} failed: ${output.trim()}`);
}
