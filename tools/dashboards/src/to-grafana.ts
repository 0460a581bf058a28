// From our own words to Grafana's. The SDK's types find what Grafana would not take.

import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as SeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { DOCS_DEFAULT, DOCS_VARIABLE, runbookUrl, tracesUrl } from './links.ts';
import type { BoardSpec, PanelSpec } from './panel-spec.ts';

const PROMETHEUS = { type: 'prometheus', uid: `\${prometheus}` };
const SERIES_HEIGHT = 8;
const NUMBER_HEIGHT = 4;
const SERIES_WIDTH = 8;
const NUMBER_WIDTH = 4;

/** The dashboard as Grafana's provisioning reads it. */
export function toGrafana(board: BoardSpec): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(board.title)
    .uid(`hopline-${board.name}`)
    .description(board.about)
    .tags(['hopline'])
    .timezone('browser')
    .readonly()
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .refresh('10s')
    .time({ from: 'now-30m', to: 'now' })
    .variables([
      new dashboard.DatasourceVariableBuilder('prometheus').label('Metrics').type('prometheus'),
      new dashboard.DatasourceVariableBuilder('tempo').label('Traces').type('tempo'),
      new dashboard.TextBoxVariableBuilder(DOCS_VARIABLE)
        .label('Where docs/ is')
        .defaultValue(DOCS_DEFAULT)
        .current({ text: DOCS_DEFAULT, value: DOCS_DEFAULT })
        .hide(dashboard.VariableHide.HideVariable),
    ])
    .links([
      new dashboard.DashboardLinkBuilder('Hopline')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['hopline'])
        .asDropdown(true)
        .keepTime(true)
        .includeVars(true),
      link('Runbook', `\${${DOCS_VARIABLE}}/runbook.md`),
    ]);
  for (const row of board.rows) {
    builder.withRow(new dashboard.RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panelOf(panel));
  }
  return numbered(builder.build());
}

function panelOf(spec: PanelSpec): SeriesBuilder | StatBuilder {
  const builder = spec.kind === 'number' ? numberPanel(spec) : seriesPanel(spec);
  builder.title(spec.title).description(spec.about).unit(spec.unit).datasource(PROMETHEUS).min(0);
  if (spec.max !== undefined) builder.max(spec.max);
  for (const [i, { expr, legend }] of spec.queries.entries()) {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode(65 + i))
      .datasource(PROMETHEUS)
      .expr(expr)
      .legendFormat(legend)
      .range();
    // Buckets are what has exemplars.
    if (spec.kind === 'series') query.exemplar(expr.includes('_bucket'));
    builder.withTarget(query);
  }
  if (spec.alert) builder.links([link(`Runbook: ${spec.alert}`, runbookUrl(spec.alert))]);
  if (spec.traces) builder.dataLinks([link('Traces of this time', tracesUrl(spec.traces))]);
  return builder;
}

function seriesPanel(spec: PanelSpec): SeriesBuilder {
  const builder = new SeriesBuilder()
    .span(spec.width ?? SERIES_WIDTH)
    .height(SERIES_HEIGHT)
    .lineWidth(1)
    .fillOpacity(spec.stacked ? 30 : 8)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  if (spec.stacked) builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  if (spec.limit !== undefined) {
    builder
      .thresholds(limitAt(spec.limit))
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
      );
  }
  return builder;
}

function numberPanel(spec: PanelSpec): StatBuilder {
  const builder = new StatBuilder()
    .span(spec.width ?? NUMBER_WIDTH)
    .height(NUMBER_HEIGHT)
    .graphMode(common.BigValueGraphMode.Area)
    .colorMode(common.BigValueColorMode.Value)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']));
  if (spec.limit !== undefined) builder.thresholds(limitAt(spec.limit));
  return builder;
}

function limitAt(limit: number): dashboard.ThresholdsConfigBuilder {
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps([
    { value: null, color: 'green' },
    { value: limit, color: 'red' },
  ]);
}

function link(title: string, url: string): dashboard.DashboardLinkBuilder {
  return new dashboard.DashboardLinkBuilder(title)
    .type(dashboard.DashboardLinkType.Link)
    .url(url)
    .targetBlank(true);
}

/** Panels get their ids by their place, so that links to one stay good while the code above it stands. */
function numbered(built: dashboard.Dashboard): dashboard.Dashboard {
  for (const [i, panel] of (built.panels ?? []).entries()) panel.id = i + 1;
  return built;
}
