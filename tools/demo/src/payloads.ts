import { createRequire } from 'node:module';

/** One event to be posted. */
export interface DemoEvent {
  readonly type: string;
  /** The payload's JSON text, as it will be posted. */
  readonly payload: string;
}

interface Example {
  readonly name: string;
  readonly examples: readonly object[];
}

/** Real webhook payloads, every example once, then again from the start until there are `count`. */
export function demoEvents(count?: number): DemoEvent[] {
  const definitions: Example[] = createRequire(import.meta.url)('@octokit/webhooks-examples');
  const all = definitions.flatMap(({ name, examples }) =>
    examples.map((example) => ({ type: `github.${name}`, payload: JSON.stringify(example) })),
  );
  return Array.from({ length: count ?? all.length }, (_, i) => all[i % all.length] as DemoEvent);
}
