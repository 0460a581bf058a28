// What must hold for all traces of a run: one root and no orphan, the hops in their order, and from each later trace a link to
// where it comes from. Pure: gives what does not hold, in words.
import { type CollectedSpan, Traces } from './collected-span.ts';

/** Spans of several processes on one machine, whose clock may be set a little while they run. */
const CLOCK_MS = 20;

/** What a span may stand below, by its name without what varies in it. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  'send events': ['request'],
  'process events': ['send events'],
  'send events.dlq': ['process events'],
  'send deliveries': [
    'request',
    'process events',
    'process deliveries',
    'process rung',
    'sweep',
    'replay step',
  ],
  // Of a row that was read before its wake-up: below the event's own record.
  'process deliveries': ['send deliveries', 'send events'],
  'claim delivery': ['process deliveries'],
  POST: ['process deliveries'],
  'record result': ['process deliveries'],
  'send rung': ['process deliveries'],
  'process rung': ['send rung'],
  'send deliveries.dlq': ['process deliveries'],
  'store batch': ['persist batch'],
  'publish batch': ['persist batch'],
};

/** Where a way begins: nothing was there before. */
const ORIGINS = new Set(['request', 'sweep', 'replay step', 'send events']);
/** Roots of traces that come from others. */
const FOLLOWERS = new Set(['persist batch', 'process rung', 'process deliveries', 'send deliveries.dlq']);

/** A span's place on the way of an event. @param prefix TOPIC_PREFIX */
export function hopOf({ name, service }: CollectedSpan, prefix = 'hopline'): string {
  const [operation = '', topic = ''] = name.split(' ');
  if (!topic.startsWith(`${prefix}.`)) {
    return service.endsWith('api') && /^(GET|POST|PATCH|DELETE)\b/.test(name) ? 'request' : name;
  }
  const place = topic.slice(prefix.length + 1).replace('.v1', '');
  return `${operation} ${place.replace(/^deliveries\.retry\..*/, 'rung')}`;
}

/** @returns a line for whatever is wrong; none when all is well */
export function problemsOf(spans: readonly CollectedSpan[]): string[] {
  const traces = new Traces(spans);
  return [...traces.all].flatMap((trace) => [
    ...rootProblems(trace, traces),
    ...trace.flatMap((span) => (span.parentSpanId === '' ? [] : placeProblems(span, traces))),
  ]);
}

function rootProblems(trace: readonly CollectedSpan[], traces: Traces): string[] {
  const roots = trace.filter(({ parentSpanId }) => parentSpanId === '');
  const [root] = roots;
  if (!root || roots.length > 1) {
    return [`${trace[0]?.traceId}: ${roots.length} roots: ${trace.map(({ name }) => name).join(', ')}`];
  }
  const hop = hopOf(root);
  if (ORIGINS.has(hop)) return [];
  if (!FOLLOWERS.has(hop)) return [`${describe(root)} begins a trace`];
  const targets = root.links.map((link) => traces.find(link));
  if (targets.length === 0) return [`${describe(root)} begins a trace that is linked to none`];
  return targets.flatMap((target) => {
    if (!target) return [`${describe(root)} is linked to a span that is not there`];
    return target.startMs <= root.startMs + CLOCK_MS
      ? []
      : [`${describe(root)} began before ${describe(target)}, which it is linked to`];
  });
}

function placeProblems(span: CollectedSpan, traces: Traces): string[] {
  const parent = traces.parentOf(span);
  if (!parent) return [`${describe(span)} is an orphan`];
  const allowed = BELOW[hopOf(span)];
  if (!allowed?.includes(hopOf(parent))) return [`${describe(span)} stands below ${describe(parent)}`];
  if (span.startMs + CLOCK_MS < parent.startMs) return [`${describe(span)} began before ${describe(parent)}`];
  // An attempt begins at its claim: one moment, of which there are not two readings.
  if (hopOf(span) === 'claim delivery' && span.startMs !== parent.startMs) {
    return [`${describe(span)} began ${span.startMs - parent.startMs} ms apart from ${describe(parent)}`];
  }
  return [];
}

function describe({ traceId, service, name }: CollectedSpan): string {
  return `${traceId}: ${service}: ${name}`;
}

/**
 * The traces that this one comes from, itself first: by the links of its root, as far as these lead. A trace whose root is an
 * origin ends it.
 */
export function originsOf(traceId: string, traces: Traces): string[] {
  const found = [traceId];
  for (const id of found) {
    const root = traces.of(id).find(({ parentSpanId }) => parentSpanId === '');
    if (!root || ORIGINS.has(hopOf(root))) continue;
    for (const link of root.links) if (!found.includes(link.traceId)) found.push(link.traceId);
  }
  return found;
}
