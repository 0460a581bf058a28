// Helm, and what it makes of the chart.
import { join } from 'node:path';
import { runCommand } from '@hopline/dev/run-command';
import { parseAllDocuments } from 'yaml';
import { installGo } from '../made-once.ts';
import { chartFolder } from './generated.ts';

const HELM_VERSION = 'v3.22.0';

/** The oldest Kubernetes that Chart.yaml allows, and the newest whose schemas there are. */
export const KUBERNETES = ['1.27', '1.37'] as const;

/** An object of Kubernetes, as far as the tests look into it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: the schemas say what is in it, and the tests look at single members.
  readonly [member: string]: any;
}

export interface Given {
  /** Files of the chart, such as `values-small.yaml`. */
  readonly files?: readonly string[];
  /** Values on top of those. */
  readonly values?: object;
  readonly release?: string;
  readonly kubernetes?: string;
}

/** The program: HELM, or one that is built once into `.hopline/cache`, which takes some minutes. */
export async function findHelm(): Promise<string> {
  return process.env.HELM || (await installGo('helm', 'helm.sh/helm/v3/cmd/helm', HELM_VERSION));
}

/** Runs `helm lint --strict`. */
export async function lint(given: Given): Promise<{ ok: boolean; output: string }> {
  return await helm(['lint', '--strict', chartFolder], given);
}

/** What `helm template` says: the text, or why not. */
export async function tryTemplate(given: Given): Promise<{ ok: boolean; output: string }> {
  const { release = 'shop', kubernetes = KUBERNETES[1] } = given;
  const where = ['--namespace', 'events', '--kube-version', kubernetes];
  return await helm(['template', release, chartFolder, ...where], given);
}

/** The objects of a release. @throws with Helm's own words when it refuses */
export async function template(given: Given = {}): Promise<Manifest[]> {
  const { ok, output } = await tryTemplate(given);
  if (!ok) throw new Error(output);
  // As Kubernetes reads it: `on` is true in YAML 1.1, and 0440 a number of eight.
  const documents = parseAllDocuments(output, { version: '1.1', merge: true });
  const problems = documents.flatMap((document) => document.errors ?? []);
  if (problems.length > 0) throw problems[0];
  return documents.map((document) => document.toJS() as Manifest | null).filter((one) => one !== null);
}

async function helm(args: readonly string[], { files = [], values = {} }: Given) {
  const from = files.flatMap((file) => ['--values', join(chartFolder, file)]);
  const { code, output } = await runCommand(await findHelm(), [...args, ...from, '--values', '-'], {
    input: JSON.stringify(values),
  });
  return { ok: code === 0, output };
}
