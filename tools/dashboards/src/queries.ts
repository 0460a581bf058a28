// PromQL that stands in many panels.
import type { Query } from './panel-spec.ts';

/** How much a second, summed up. @param by labels that stay apart */
export function perSecond(selector: string, by: readonly string[] = []): string {
  return `sum${group(by)}(rate(${selector}[$__rate_interval]))`;
}

/**
 * A quantile of a histogram over all processes.
 * @param selector without `_bucket`; labels may follow it in braces
 */
export function quantile(q: number, selector: string, by: readonly string[] = []): string {
  const [name = '', labels = ''] = splitSelector(selector);
  return `histogram_quantile(${q}, sum by (${['le', ...by].join(', ')}) (rate(${name}_bucket${labels}[$__rate_interval])))`;
}

/** Three quantiles of one histogram, which is what most panels of times show. */
export function quantiles(selector: string, qs: readonly number[] = [0.5, 0.95, 0.99]): Query[] {
  return qs.map((q) => ({ expr: quantile(q, selector), legend: `p${q * 100}` }));
}

/** The mean of what a histogram has seen. */
export function mean(selector: string, by: readonly string[] = []): string {
  const [name = '', labels = ''] = splitSelector(selector);
  return `${perSecond(`${name}_sum${labels}`, by)} / ${perSecond(`${name}_count${labels}`, by)}`;
}

/** A part of a whole, where the part may not have been counted yet. */
export function share(part: string, whole: string): string {
  return `(${part} or vector(0)) / ${whole}`;
}

/** Only what our own processes say: others export the metrics of Node too. */
export function ours(expr: string): string {
  return `${expr} and on (job, instance) hopline_info`;
}

function group(by: readonly string[]): string {
  return by.length > 0 ? ` by (${by.join(', ')}) ` : '';
}

function splitSelector(selector: string): [string, string] {
  const at = selector.indexOf('{');
  return at < 0 ? [selector, ''] : [selector.slice(0, at), selector.slice(at)];
}
