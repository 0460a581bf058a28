// deploy/prometheus: whether each alert is complete, tested and explained. Whether the tests pass, `npm run verify:metrics`
// says, which has promtool.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { metricNames } from '@hopline/dashboards/metric-names';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'deploy', 'prometheus');

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
interface RuleTest {
  readonly promql_expr_test: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly labels: string }[];
  }[];
}

const rules = globSync('*.rules.yaml', { cwd: folder }).flatMap((file) => {
  const { groups } = parse(readFileSync(join(folder, file), 'utf8')) as { groups: { rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
});
const alerts = rules.filter((rule): rule is Rule & { alert: string } => rule.alert !== undefined);
const records = new Set(rules.map(({ record }) => record));
const tests = globSync('tests/*.test.yaml', { cwd: folder }).flatMap(
  (file) => (parse(readFileSync(join(folder, file), 'utf8')) as { tests: RuleTest[] }).tests,
);
const runbook = readFileSync(join(root, 'docs', 'runbook.md'), 'utf8');
const metrics = readFileSync(join(root, 'docs', 'metrics.md'), 'utf8');

/** The text of each section of the runbook, by its heading. */
const sections = new Map(
  runbook.split(/^#{2,3} /m).map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
);

test('every alert has a name of its own, a severity, a `for`, and annotations', () => {
  assert.ok(alerts.length >= 20);
  assert.equal(new Set(alerts.map(({ alert }) => alert)).size, alerts.length);
  for (const { alert, labels, annotations, for: lasting } of alerts) {
    assert.match(alert, /^Hopline[A-Z][A-Za-z]+$/);
    assert.match(labels?.severity ?? '', /^(warning|critical)$/, alert);
    assert.match(lasting ?? '', /^\d+[mh]$/, alert);
    assert.deepEqual(Object.keys(annotations ?? {}), ['summary', 'description', 'runbook_url'], alert);
  }
});

test('every alert leads to a section of the runbook that says what it means, what to look at and what to do', () => {
  for (const { alert, annotations } of alerts) {
    assert.equal(annotations?.runbook_url, `docs/runbook.md#${alert.toLowerCase()}`);
    const section = sections.get(alert) ?? assert.fail(`the runbook has no section "${alert}"`);
    for (const part of ['**Means**', '**Look at**']) assert.ok(section.includes(part), `${alert}: ${part}`);
    assert.match(section, /\*\*Do\*\*|and \*\*do\*\* as/, alert);
  }
});

test('every section of an alert has one', () => {
  const names = new Set(alerts.map(({ alert }) => alert));
  for (const heading of sections.keys()) {
    if (heading.startsWith('Hopline')) assert.ok(names.has(heading), heading);
  }
});

test('every alert is tested: silent, firing with its severity, and silent again afterwards', () => {
  for (const { alert, labels } of alerts) {
    const shown = tests.some(({ promql_expr_test: checks }) => {
      const states = checks
        .filter(({ expr }) => expr === `ALERTS{alertname="${alert}",alertstate="firing"}`)
        .map(({ exp_samples: samples }) =>
          samples.some((one) => one.labels.includes(`severity="${labels?.severity}"`)) ? 'fires' : 'silent',
        );
      return /^silent( silent)* fires.* silent$/.test(states.join(' '));
    });
    assert.ok(shown, alert);
  }
});

test('what the descriptions show of the labels, the expression gives', () => {
  for (const { alert, expr, annotations } of alerts) {
    for (const [, label = ''] of annotations?.description?.matchAll(/\$labels\.(\w+)/g) ?? []) {
      const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].map(([, list = '']) => list.split(/,\s*/));
      const isGiven = grouped.length === 0 || grouped.some((list) => list.includes(label));
      assert.ok(isGiven || expr.includes(`"${label}"`), `${alert}: ${label}`);
    }
  }
});

test('every metric of the rules is one that a service has', () => {
  for (const { alert, record, expr } of rules) {
    for (const name of metricNames(expr)) {
      const isOurs =
        records.has(name) || metrics.includes(`| \`${name.replace(/_(bucket|sum|count)$/, '')}\` |`);
      assert.ok(isOurs || name === 'up' || name.startsWith('nodejs_'), `${alert ?? record}: ${name}`);
    }
  }
});
