// What `npm run trace` prints. Pure.

import type { EventWay } from '@hopline/postgres/events/read-event-way';
import { safe } from '@hopline/runtime/terminal-text';
import type { BackEndSpan } from './span.ts';
import { printMs, spanTrees, traceIdOf, type WayNode, wayTree } from './way-tree.ts';

/** What the back end had. */
export interface Found {
  readonly url: string;
  readonly spans: readonly BackEndSpan[];
  /** Why it could not be asked. */
  readonly problem: string | undefined;
}

const TIME_WIDTH = 10;

export function printWay(way: EventWay, found: Found | undefined): string {
  const zeroMs = way.acceptedAt.getTime();
  const tables = [
    `accepted ${way.acceptedAt.toISOString()}; times count from then`,
    ...printTree(wayTree(way), zeroMs),
  ];
  return [...tables, ...printFound(found, zeroMs)].join('\n');
}

function printFound(found: Found | undefined, zeroMs: number): string[] {
  if (!found) return ['', 'no spans: TRACE_QUERY_URL is not set'];
  const { url, spans, problem } = found;
  if (problem !== undefined) return ['', `no spans: ${url} cannot be asked: ${problem}`];
  if (spans.length === 0) {
    return [
      '',
      `no spans: ${url} has none of these traces. One in a hundred is recorded unless OTEL_TRACES_SAMPLER says otherwise.`,
    ];
  }
  return ['', `spans, as ${url} has them:`, ...spanTrees(spans).flatMap((tree) => printTree(tree, zeroMs))];
}

/** A line for each node, with the time since `zeroMs` in front. */
export function printTree(root: WayNode, zeroMs: number): string[] {
  const lines: string[] = [];
  const print = (node: WayNode, branch: string, below: string) => {
    lines.push(`${since(node.atMs - zeroMs).padStart(TIME_WIDTH)}  ${branch}${safe(node.text)}`);
    for (const [i, child] of node.children.entries()) {
      const isLast = i === node.children.length - 1;
      print(child, `${below}${isLast ? '└─ ' : '├─ '}`, `${below}${isLast ? '   ' : '│  '}`);
    }
  };
  print(root, '', '');
  return lines;
}

function since(ms: number): string {
  return ms < 0 ? `-${printMs(-ms)}` : `+${printMs(ms)}`;
}

/** The same as one JSON document. */
export function wayDocument(way: EventWay, found: Found | undefined): object {
  const { deliveries, ...event } = way;
  return {
    event: { ...event, traceId: traceIdOf(way) },
    deliveries: deliveries.map(({ url, ...delivery }) => ({
      ...delivery,
      // The path and the query may hold a secret.
      origin: url === null ? null : (URL.parse(url)?.origin ?? null),
    })),
    backEnd: found ? { url: found.url, problem: found.problem ?? null } : null,
    spans: found?.spans ?? [],
  };
}
