// `npm run sbom`: a software bill of materials of the image in CycloneDX, by `npm sbom` for the dependencies, with Node and
// Debian beside them.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const repository = join(import.meta.dirname, '..');
const FILE = 'hopline.cdx.json';
const USAGE = `npm run sbom [-- file]
  Writes what is in the image, in CycloneDX 1.5, to file: ${FILE} without one. It is made from package-lock.json and
  deploy/Dockerfile; nothing has to be built or installed, but npm. Of Debian's packages the image itself has the
  list: /var/lib/dpkg/status.`;

interface Component {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly [member: string]: unknown;
}

interface Sbom {
  readonly metadata: {
    readonly component: Component & { readonly 'bom-ref': string };
    readonly [member: string]: unknown;
  };
  readonly components: readonly (Component & { readonly 'bom-ref': string })[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly [member: string]: unknown;
}

/** What `npm ci` installs to run in the image, which is not what builds the console, and what the stages begin with. */
export function readDockerfile(text: string): { workspaces: string[]; platform: Component[] } {
  const installed = /^RUN npm ci --omit=dev(.*\\\n)+/m.exec(text)?.[0] ?? '';
  const workspaces = [...installed.matchAll(/--workspace (\S+)/g)].map(([, path = '']) => path);
  const node = /^FROM node:([\d.]+)-/m.exec(text)?.[1];
  const debian = /^FROM debian:(\S+)$/m.exec(text)?.[1];
  if (workspaces.length === 0 || !node || !debian)
    throw new Error(
      'deploy/Dockerfile no longer says which workspaces, which Node and which Debian: mend deploy/sbom.ts',
    );
  return {
    workspaces,
    platform: [
      { type: 'platform', name: 'node', version: node, purl: `pkg:generic/node@${node}` },
      { type: 'operating-system', name: 'debian', version: debian, purl: `pkg:docker/debian@${debian}` },
    ],
  };
}

/** The bill of materials of the image as it would be built now. */
export function makeSbom(): Sbom {
  const { workspaces, platform } = readDockerfile(
    readFileSync(join(repository, 'deploy/Dockerfile'), 'utf8'),
  );
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  // Not --omit=dev: npm then leaves out what is needed to run as well, when something that is for development needs it too.
  const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'];
  const made: Sbom = JSON.parse(
    execFileSync('npm', [...args, ...workspaces.flatMap((path) => ['--workspace', path])], {
      ...{ cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 << 20 },
    }),
  );
  // npm calls it by the folder that it lies in.
  const component = { ...made.metadata.component, type: 'application', name: 'hopline', version };
  const left = made.components.filter((one) => !isForDevelopment(one) && !isTypesAlone(one['bom-ref']));
  const refs = new Set([made.metadata.component['bom-ref'], ...left.map(({ 'bom-ref': ref }) => ref)]);
  return {
    ...made,
    metadata: { ...made.metadata, component },
    dependencies: made.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
    components: [...left, ...platform.map((one) => ({ ...one, 'bom-ref': `${one.name}@${one.version}` }))],
  };
}

/** As npm marks it in its lock file. */
function isForDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
}

/** What the Dockerfile throws away whole: nothing of it runs. */
function isTypesAlone(ref: string): boolean {
  return ref.startsWith('@types/') || ref.startsWith('undici-types@');
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' } },
  });
  if (values.help) console.log(USAGE);
  else {
    const [file = FILE] = positionals;
    const sbom = makeSbom();
    writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
    console.log(`${file}: ${sbom.components.length} components`);
  }
}
