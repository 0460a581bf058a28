// docs/configuration.md is made from the settings that the services declare.
// `UPDATE_DOCS=1 npm test -- test/structure/configuration.test.ts` writes it anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiSettings } from '@hopline/api/config';
import { deliverSettings } from '@hopline/deliver/config';
import { migrateSettings } from '@hopline/migrate/config';
import { persistSettings } from '@hopline/persist/config';
import type { Setting } from '@hopline/runtime/settings';

const file = join(import.meta.dirname, '..', '..', 'docs', 'configuration.md');

const SERVICES: Record<string, Record<string, Setting<unknown>>> = {
  api: apiSettings,
  persist: persistSettings,
  deliver: deliverSettings,
  migrate: migrateSettings,
};

function render(): string {
  const rows = new Map<string, { setting: Setting<unknown>; services: string[]; defaults: Set<string> }>();
  for (const [service, settings] of Object.entries(SERVICES)) {
    for (const [name, setting] of Object.entries(settings)) {
      const row = rows.get(name) ?? { setting, services: [], defaults: new Set<string>() };
      row.services.push(service);
      const none = setting.optional || setting.default === '' ? '–' : 'required';
      row.defaults.add(setting.default || setting.otherwise || none);
      rows.set(name, row);
    }
  }
  const lines = [...rows]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { setting, services, defaults }]) => {
      const fallback = [...defaults].map((text) =>
        text === 'required' || text === '–' ? text : `\`${text}\``,
      );
      return `| \`${name}\` | ${setting.description} | ${fallback.join(', ')} | ${services.join(', ')} |`;
    });
  return `# Configuration
Every setting is an environment variable. A service reads them once, at its start, and names every problem at once;
\`main.ts --check-config\` only checks, \`main.ts --help\` lists them. Durations are written \`200ms\`, \`5s\`, \`10m\`, \`1h\`, \`30d\`. Where a
setting has several defaults, they are those of the services in their order.

\`OTEL_*\` variables are honoured as OpenTelemetry has them; nothing is exported unless \`OTEL_EXPORTER_OTLP_ENDPOINT\` or
\`OTEL_EXPORTER_OTLP_TRACES_ENDPOINT\` is set, and then one trace in a hundred unless \`OTEL_TRACES_SAMPLER\` says otherwise ([tracing.md](tracing.md)).

| setting | what it is | default | services |
|---|---|---|---|
${lines.join('\n')}
`;
}

test('docs/configuration.md lists every setting of every service', () => {
  const rendered = render();
  if (process.env.UPDATE_DOCS) writeFileSync(file, rendered);
  assert.equal(readFileSync(file, 'utf8'), rendered);
});
