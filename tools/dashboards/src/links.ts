// Where a panel leads to. Links hold Grafana's own variables, which must not be encoded.

/** The variable that says where docs/ can be read; deploy/grafana serves it at this path. */
export const DOCS_VARIABLE = 'docs';
export const DOCS_DEFAULT = '/public/hopline';

/** The section of an alert in docs/runbook.md, as GitHub and Grafana's anchors have it. */
export function runbookAnchor(alert: string): string {
  return alert.toLowerCase();
}

export function runbookUrl(alert: string): string {
  return `\${${DOCS_VARIABLE}}/runbook.md#${runbookAnchor(alert)}`;
}

/** Grafana's Explore with the traces that a TraceQL query finds in the time that the dashboard shows. */
export function tracesUrl(traceQl: string): string {
  const panes = {
    traces: {
      datasource: `\${tempo}`,
      queries: [
        {
          refId: 'A',
          datasource: { type: 'tempo', uid: `\${tempo}` },
          queryType: 'traceql',
          query: traceQl,
          limit: 20,
        },
      ],
      range: { from: `\${__from}`, to: `\${__to}` },
    },
  };
  const encoded = encodeURIComponent(JSON.stringify(panes)).replaceAll(/%24%7B(\w+)%7D/g, `$\{$1}`);
  return `/explore?schemaVersion=1&panes=${encoded}`;
}
