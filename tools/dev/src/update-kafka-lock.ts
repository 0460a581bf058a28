// For maintainers: writes kafka.lock.json anew. Needs mvn, which nothing else here does.
//   node tools/dev/src/update-kafka-lock.ts 4.3.1
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DevError } from './dev-error.ts';
import { kafkaLockFile, type LockedJar } from './kafka-lock.ts';
import { runCommand } from './run-command.ts';

// The binding that prints errors to stderr, so that a broker that dies says why; its version is the one of the slf4j
// that Kafka brings along.
const SLF4J_VERSION = '1.7.36';

function pom(kafkaVersion: string): string {
  const dependency = (group: string, artifact: string, version: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  return `<project><modelVersion>4.0.0</modelVersion>
    <groupId>hopline</groupId><artifactId>kafka-lock</artifactId><version>1</version>
    <dependencies>
      ${dependency('org.apache.kafka', 'kafka_2.13', kafkaVersion)}
      ${dependency('org.slf4j', 'slf4j-simple', SLF4J_VERSION)}
    </dependencies>
  </project>`;
}

function lockJar(line: string): LockedJar {
  // group:artifact:jar:version:scope:/absolute/file, with Windows' drive letters in the last part
  const [, group, artifact, version, file = ''] =
    /^([\w.-]+):([\w.-]+):jar:([\w.-]+):\w+:(.+\.jar)/.exec(line) ?? [];
  if (!file) throw new DevError(`mvn listed something other than a plain jar: ${line}`);
  const content = readFileSync(file);
  const sha512 = createHash('sha512').update(content).digest('hex');
  return { id: `${group}:${artifact}:${version}`, size: content.length, sha512 };
}

async function main(version: string | undefined): Promise<void> {
  if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) throw new DevError('say which version, such as 4.3.1');
  const folder = mkdtempSync(join(tmpdir(), 'hopline-kafka-lock-'));
  try {
    writeFileSync(join(folder, 'pom.xml'), pom(version ?? ''));
    const list = join(folder, 'list.txt');
    const args = [
      '-q',
      '-B',
      'dependency:list',
      '-DincludeScope=runtime',
      '-DoutputAbsoluteArtifactFilename=true',
    ];
    const mvn = await runCommand('mvn', [...args, `-DoutputFile=${list}`], { cwd: folder });
    if (mvn.code !== 0) throw new DevError(`mvn failed:\n${mvn.output}`);
    const lines = readFileSync(list, 'utf8')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: mvn colours its list, also in a file
      .replaceAll(/\x1b\[[0-9;]*m/g, '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.includes(':jar:'));
    const jars = lines.map(lockJar).sort((a, b) => (a.id < b.id ? -1 : 1));
    writeFileSync(kafkaLockFile, `${JSON.stringify({ version, jars }, null, 2)}\n`);
    const bytes = jars.reduce((sum, jar) => sum + jar.size, 0);
    console.log(`kafka.lock.json: Kafka ${version}, ${jars.length} jars, ${(bytes / 1e6).toFixed(1)} MB`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main(process.argv[2]).catch((error: Error) => {
  console.error(error instanceof DevError ? error.message : error);
  process.exitCode = 1;
});
