// What the tests look at in the pods of a release.
import type { Manifest } from './helm.ts';

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}

/** The objects of a kind. */
export function ofKind(manifests: readonly Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

/** The one object of a kind whose name ends so. */
export function named(manifests: readonly Manifest[], kind: string, end: string): Manifest {
  const found = ofKind(manifests, kind).filter(({ metadata }) => metadata.name.endsWith(end));
  const [only] = found;
  if (!only || found.length > 1)
    throw new Error(`${found.length} of ${kind} have a name that ends with ${end}`);
  return only;
}

/** Deployments and the job. */
export function workloads(manifests: readonly Manifest[]): Manifest[] {
  return [...ofKind(manifests, 'Deployment'), ...ofKind(manifests, 'Job')];
}

/** `api`, `persist`, `deliver` or `migrate`. */
export function serviceOf(workload: Manifest): string {
  return workload.spec.template.metadata.labels['app.kubernetes.io/component'];
}

export function envOf(workload: Manifest): readonly EnvVar[] {
  return workload.spec.template.spec.containers[0].env;
}

/** The plain values of its environment. */
export function valuesOf(workload: Manifest): Record<string, string> {
  const plain = envOf(workload).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]));
  return Object.fromEntries(plain);
}
