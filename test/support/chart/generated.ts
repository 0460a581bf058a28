// What the chart has from elsewhere in the repository: files that are copied, and parts that are made from the settings of the
// services and from values.yaml. `npm run chart` writes them, a test compares.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namedSettings, SERVICES, settingsOf, valuePath } from './chart-settings.ts';
import { valuesTable } from './readme-table.ts';
import { schemaOf } from './value-kinds.ts';

const root = join(import.meta.dirname, '..', '..', '..');
export const chartFolder = join(root, 'helm', 'hopline');

export function readChartFile(path: string): string {
  return readFileSync(join(chartFolder, path), 'utf8');
}

/** What each file of the chart has to be, by its path in the chart. */
export function generatedFiles(): Map<string, string> {
  return new Map([
    ...copies('prometheus', 'prometheus', /\.rules\.yaml$/),
    ...copies('grafana/dashboards', 'dashboards', /\.json$/),
    ['files/settings.json', settingsFile()],
    ['values.schema.json', schemaFile()],
    ['README.md', readmeFile()],
  ]);
}

/** The files below files/ that nobody writes any more. */
export function strayFiles(): string[] {
  const wanted = generatedFiles();
  const found = readdirSync(join(chartFolder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(chartFolder.length + 1));
  return found.filter((path) => !wanted.has(path));
}

function copies(from: string, to: string, names: RegExp): [string, string][] {
  const folder = join(root, 'deploy', from);
  const files = readdirSync(folder).filter((name) => names.test(name));
  return files
    .sort()
    .map((name) => [`files/${to}/${basename(name)}`, readFileSync(join(folder, name), 'utf8')]);
}

/** The names of the settings that each service knows: the chart gives it no others. */
function settingsFile(): string {
  const known = Object.fromEntries(SERVICES.map((service) => [service, [...settingsOf(service).keys()]]));
  return `${JSON.stringify(known, null, 2)}\n`;
}

/** The schema as it stands, with the settings as they are. */
function schemaFile(): string {
  const schema = JSON.parse(readChartFile('values.schema.json')) as { $defs: Record<string, unknown> };
  for (const place of ['shared', ...SERVICES] as const) {
    const named = [...namedSettings(place)].map(([name, given]) => [name, schemaOf(given)] as const);
    schema.$defs[`${place}Settings`] = {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(named),
    };
  }
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function readmeFile(): string {
  const tables: Record<string, string> = {
    values: valuesTable(readChartFile('values.yaml')),
    settings: settingsTable(),
  };
  return readChartFile('README.md').replaceAll(
    /(<!-- (values|settings) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => `${begin}${tables[name]}${end}`,
  );
}

function settingsTable(): string {
  const places = new Map<string, Set<string>>();
  for (const service of SERVICES) {
    for (const name of settingsOf(service).keys()) {
      places.set(name, (places.get(name) ?? new Set()).add(valuePath(service, name)));
    }
  }
  const rows = [...places]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, paths]) => `| \`${name}\` | ${[...paths].map((path) => `\`${path}\``).join(', ')} |`);
  return ['| setting | value |', '|---|---|', ...rows].join('\n');
}
