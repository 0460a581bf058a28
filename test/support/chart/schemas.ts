// Whether objects are what their kinds are: unknown members, missing ones, wrong types. The kinds of Kubernetes itself and of
// Strimzi by JSON schemas made strict, the others by the types and the validators that are published of them.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findNewJava } from '@hopline/dev/find-new-java';
import { runCommand } from '@hopline/dev/run-command';
import { installNpm, installPython, madeOnce, run } from '../made-once.ts';
import { KUBERNETES, type Manifest } from './helm.ts';

const folder = join(import.meta.dirname, '..', '..', 'chart');

/** Kinds that are published as types, and where. */
const MODELS: Readonly<Record<string, string>> = {
  'keda.sh/v1alpha1': '@kubernetes-models/keda',
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator',
  'gateway.networking.k8s.io/v1': '@kubernetes-models/gateway-api',
};

/** @returns what is wrong, a sentence each: the kind, the name, the member */
export async function findProblems(manifests: readonly Manifest[]): Promise<string[]> {
  const isModelled = ({ apiVersion }: Manifest) => apiVersion in MODELS;
  const [bySchema, byModel] = await Promise.all([
    schemaProblems(manifests.filter((one) => !isModelled(one))),
    modelProblems(manifests.filter(isModelled)),
  ]);
  return [...bySchema, ...byModel];
}

/** The CRDs of Strimzi as YAML, made by its own generator. */
async function strimziCrds(): Promise<string> {
  const pom = join(folder, 'crds', 'pom.xml');
  const { readFile } = await import('node:fs/promises');
  return await madeOnce('strimzi-crds', [await readFile(pom)], async (into) => {
    await copyFile(pom, join(into, 'pom.xml'));
    const copy = ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'];
    await run('Maven', 'mvn', copy, { cwd: into });
    const java = await findNewJava("Strimzi's generator", (line) => console.log(line));
    const kinds = { topic: 'KafkaTopic', user: 'KafkaUser' };
    const model = 'io.strimzi.api.kafka.model';
    // Without a folder in it the name of the file is not taken.
    const files = Object.entries(kinds).map(([name, kind]) => `${model}.${name}.${kind}=./${kind}.yaml`);
    const generator = ['-cp', 'libs/*', 'io.strimzi.crdgenerator.CrdGenerator', '--yaml', ...files];
    await run('Java', java, generator, { cwd: into });
    await rm(join(into, 'libs'), { recursive: true });
  });
}

async function schemaProblems(manifests: readonly Manifest[]): Promise<string[]> {
  if (manifests.length === 0) return [];
  const [packages, crds] = await Promise.all([
    installPython('kubernetes-schemas', join(folder, 'requirements.txt')),
    strimziCrds(),
  ]);
  const { code, output } = await runCommand('python3', [join(folder, 'validate.py'), crds, ...KUBERNETES], {
    env: { ...process.env, PYTHONPATH: packages },
    input: JSON.stringify(manifests),
  });
  if (code !== 0) throw new Error(output);
  return JSON.parse(output) as string[];
}

/**
 * The published validators know what is missing and of a wrong type, but let unknown members pass; the types of TypeScript do
 * not: an object literal may have no other members than its type.
 */
async function modelProblems(manifests: readonly Manifest[]): Promise<string[]> {
  if (manifests.length === 0) return [];
  const models = await installNpm('kubernetes-models', join(folder, 'models'));
  const problems: string[] = [];
  const lines: string[] = [];
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata } = manifest;
    const path = `${MODELS[apiVersion]}/${apiVersion}/${kind}`;
    const file = pathToFileURL(join(models, 'node_modules', `${path}.js`)).href;
    const { [kind]: Model } = (await import(file)) as Record<
      string,
      new (
        data: object,
      ) => { validate(): void }
    >;
    if (!Model) throw new Error(`${path} has no ${kind}`);
    try {
      new Model(manifest).validate();
    } catch (error) {
      problems.push(`${kind} ${metadata.name}: ${(error as Error).message}`);
    }
    const type = `import('${path}').I${kind}`;
    lines.push(
      `export const ${JSON.stringify(kind).slice(1, -1)}_${lines.length}: ${type} = ${JSON.stringify(manifest)};`,
    );
  }
  return [...problems, ...(await typeProblems(models, lines.join('\n')))];
}

async function typeProblems(models: string, source: string): Promise<string[]> {
  await mkdir(join(models, 'checked'), { recursive: true });
  const temporary = await mkdtemp(join(models, 'checked', 'objects-'));
  try {
    await writeFile(join(temporary, 'objects.ts'), source);
    await writeFile(join(temporary, 'package.json'), '{"type":"module"}');
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--pretty', 'false'];
    const tsc = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.bin', 'tsc');
    const { code, output } = await runCommand(tsc, [...options, 'objects.ts'], { cwd: temporary });
    return code === 0 ? [] : output.trim().split('\n');
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
