// The committed dashboards are what tools/dashboards makes (`npm run dashboards` writes them anew), and complete.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BOARDS, renderBoards } from '@hopline/dashboards/boards';
import { metricNames } from '@hopline/dashboards/metric-names';
import { QUIET_PANELS } from '../metrics/quiet-panels.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'deploy', 'grafana', 'dashboards');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

const panels = BOARDS.flatMap((board) =>
  board.rows.flatMap((row) =>
    row.panels.map((panel) => ({ board, panel, name: `${board.name} / ${panel.title}` })),
  ),
);

test('the committed dashboards are those of tools/dashboards', () => {
  const rendered = renderBoards();
  assert.deepEqual(globSync('*', { cwd: folder }).sort(), [...rendered.keys()].sort());
  for (const [name, text] of rendered) {
    assert.ok(read('deploy/grafana/dashboards', name) === text, `${name} differs: npm run dashboards`);
  }
});

test('every panel has a title of its own, a description that is a sentence, a unit and queries with names', () => {
  assert.equal(new Set(panels.map(({ name }) => name)).size, panels.length);
  for (const { name, panel } of panels) {
    assert.match(panel.about, /^\S.{10,}[.]$/s, name);
    assert.ok(panel.unit.length > 0 && panel.queries.length > 0, name);
    for (const { legend } of panel.queries) assert.ok(legend.length > 0, name);
  }
});

test('every panel that shows buckets shows their exemplars', () => {
  for (const [name, text] of renderBoards()) {
    const { panels: rendered } = JSON.parse(text) as {
      panels: { type: string; targets?: { expr: string; exemplar?: boolean }[] }[];
    };
    for (const { type, targets = [] } of rendered) {
      if (type !== 'timeseries') continue;
      for (const { expr, exemplar } of targets)
        assert.equal(exemplar, expr.includes('_bucket'), `${name}: ${expr}`);
    }
  }
});

test('every panel leads to a section of the runbook that is there', () => {
  const runbook = read('docs/runbook.md');
  for (const { name, panel } of panels) {
    if (panel.alert) assert.ok(runbook.includes(`\n### ${panel.alert}\n`), `${name}: ${panel.alert}`);
  }
  assert.ok(panels.filter(({ panel }) => panel.alert).length > panels.length / 2);
});

test('every metric of a panel is one that a service has, or that a rule records', () => {
  const metrics = read('docs/metrics.md');
  const records = read('deploy/prometheus/recording.rules.yaml');
  for (const { name, panel } of panels) {
    for (const metric of panel.queries.flatMap(({ expr }) => metricNames(expr))) {
      const isOurs = metrics.includes(`| \`${metric.replace(/_(bucket|sum|count)$/, '')}\` |`);
      const isOfNode = /^(process|nodejs)_/.test(metric);
      assert.ok(
        isOurs || isOfNode || metric === 'ALERTS' || records.includes(`record: ${metric}\n`),
        `${name}: ${metric}`,
      );
    }
  }
});

test('the runbook names panels, log lines, errors and settings that are there', () => {
  const runbook = read('docs/runbook.md').replaceAll(/\s+/g, ' ');
  const titles = new Set([...panels.map(({ panel }) => panel.title), ...BOARDS.map(({ title }) => title)]);
  for (const [, title = ''] of runbook.matchAll(/"([A-Z][^"]+)"/g)) {
    // Titles that go on after a comma, such as a quantile, may be shortened.
    const isThere = [...titles].some(
      (one) => one === title || one.startsWith(`${title},`) || one.startsWith(`${title} by`),
    );
    assert.ok(isThere, title);
  }
  const sources = globSync('{packages,services}/*/src/**/*.ts', { cwd: root })
    .map((file) => read(file))
    .join('\n');
  for (const [, line = ''] of runbook.matchAll(/`([a-z_]+\.[a-z_]+)`/g)) {
    assert.ok(sources.includes(`'${line}'`), `${line} is no line of the log`);
  }
  const errors = read('docs/errors.md');
  for (const [code] of runbook.matchAll(/\bHPL_[A-Z_]+/g)) assert.ok(errors.includes(code), code);
  const settings = read('docs/configuration.md');
  for (const [, setting = ''] of runbook.matchAll(/(?<![\w.`])([A-Z]{3,}_[A-Z_]+)\b/g)) {
    if (!setting.startsWith('HPL_')) assert.ok(settings.includes(`\`${setting}\``), setting);
  }
});

test('the panels that may be quiet are there', () => {
  for (const quiet of QUIET_PANELS) {
    assert.ok(
      panels.some(
        ({ name, panel }) => quiet === name || panel.queries.some((q) => quiet === `${name} / ${q.legend}`),
      ),
      quiet,
    );
  }
});
