// What `npm run trace` needs to know: where the rows are, and, where there is one, the back end that keeps traces.
import { databaseSettings } from '@hopline/postgres/settings';
import { setting } from '@hopline/runtime/settings';

export const traceSettings = {
  ...databaseSettings,
  TRACE_QUERY_URL: setting.optional(
    setting.parsed(parseUrl, {
      description: 'the query API of Tempo or Jaeger, such as http://tempo:3200 or http://jaeger:16686',
    }),
  ),
  TRACE_QUERY_HEADERS: setting.optional(
    setting.parsed(parseHeaders, {
      description: 'headers for it, as in OTEL_EXPORTER_OTLP_HEADERS: X-Scope-OrgID=hopline,Authorization=…',
      secret: true,
    }),
  ),
};

function parseUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new RangeError('not an http:// or https:// URL');
  return text.replace(/\/+$/, '');
}

function parseHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new RangeError('not of the form name=value,name=value');
    return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
  });
  return Object.fromEntries(pairs);
}
