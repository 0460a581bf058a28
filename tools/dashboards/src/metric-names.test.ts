import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricNames } from './metric-names.ts';

const CASES: [string, string[]][] = [
  ['up', ['up']],
  ['sum by (topic) (rate(a_total{b="c"}[5m]))', ['a_total']],
  ['histogram_quantile(0.95, sum by (le) (rate(a_bucket[$__rate_interval])))', ['a_bucket']],
  ['a:b:rate5m < 0.95 * c:d and on (job, instance) e', ['a:b:rate5m', 'c:d', 'e']],
  ['max by (t) (a) - (max by (t) (a offset 15m)) > 0', ['a']],
  ['label_replace(absent(a), "s", "x", "", "") or vector(0)', ['a']],
  ['max_over_time(sum by (g) (a)[6h:1m]) > bool 0', ['a']],
  ['1 - a{u="f"} / ignoring (u) sum without (u) (b{u=~"x|y"})', ['a', 'b']],
];

for (const [expr, names] of CASES) {
  test(`${expr} asks for ${names.join(', ')}`, () => assert.deepEqual(metricNames(expr), names));
}
