// packages/sdk/src/api/generated.ts, from the API's description: the operations that a key may do, what they take and answer.
// Members are in camelCase, as the client renames them.
import { CONSOLE_ONLY } from '../openapi/console-only.ts';
import { entriesOf, type Json } from '../openapi/document.ts';
import { printType } from './print-type.ts';

const HEAD = `// Made from /openapi.json: \`UPDATE_DOCS=1 npm test -- test/integration/sdk-api.test.ts\` writes it anew.
// biome-ignore-all format: it is printed by a program, see test/support/sdk
`;

/** They take JSON text that the client has written by itself. */
const WRITTEN_BODIES = new Set(['postEvent', 'postEventBatch']);

interface KeyOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly body: Json | undefined;
  /** What it answers in JSON when it succeeds, by status. */
  readonly answers: readonly (readonly [status: string, schema: Json])[];
  /** Whether it answers with server-sent events, whose messages the client knows by hand: the description has them as text. */
  readonly isStream: boolean;
}

/** The text of the module. */
export function printApi(document: Json): string {
  const all = keyOperations(document);
  const operations = all.filter(({ isStream }) => !isStream);
  const named = new Map<string, string>();
  const types = operations.flatMap((operation) => {
    const { id, summary, method, path, body, answers } = operation;
    const of = `${method} ${path}: ${summary}`;
    return [
      ...(body && !WRITTEN_BODIES.has(id) ? [printDeclaration(named, bodyName(id), of, body)] : []),
      ...answers.map(([status, schema]) =>
        printDeclaration(named, answerName(operation, status), of, schema),
      ),
    ];
  });
  const answers = operations.map((operation) => {
    const types = operation.answers.map(([status]) => answerName(operation, status));
    return `  readonly ${operation.id}: ${types.join(' | ') || 'undefined'};`;
  });
  const routes = operations.map(
    ({ id, method, path }) => `  ${id}: { method: '${method}', path: '${path}' },`,
  );
  const streams = all
    .filter(({ isStream }) => isStream)
    .map(({ id, path, summary }) => `  /** ${summary}. */\n  ${id}: '${path}',`);
  return [
    HEAD,
    '/** What a key may do, by the names of the API. */',
    `export const OPERATIONS = {\n${routes.join('\n')}\n} as const;\n`,
    'export type Operation = keyof typeof OPERATIONS;\n',
    '/** The streams of server-sent events that it may read, and where they are. */',
    `export const STREAMS = {\n${streams.join('\n')}\n} as const;\n`,
    'export type Stream = keyof typeof STREAMS;\n',
    '/** What each answers. */',
    `export interface Answers {\n${answers.join('\n')}\n}\n`,
    types.join('\n'),
  ].join('\n');
}

function keyOperations(document: Json): KeyOperation[] {
  return entriesOf(document.paths).flatMap(([path, item]) =>
    entriesOf(item)
      .filter(([, { security }]) => (security as Json[] | undefined)?.some((scheme) => 'apiKey' in scheme))
      .filter(([method]) => !(`${method.toUpperCase()} ${path}` in CONSOLE_ONLY))
      .map(([method, operation]) => readOperation(path, method, operation)),
  );
}

function readOperation(path: string, method: string, operation: Json): KeyOperation {
  const good = entriesOf(operation.responses).filter(([status]) => status.startsWith('2'));
  if (good.length === 0) throw new Error(`${method} ${path} has no answer`);
  // A call has the parameters of its path beside these (packages/sdk/src/http/transport.ts).
  if (/\{(?:query|body|text|signal|isRepeatable)\}/.test(path))
    throw new Error(`${path}: a name that is taken`);
  return {
    id: String(operation.operationId),
    method: method.toUpperCase(),
    path,
    summary: String(operation.summary),
    body: schemaOf(operation.requestBody as Json | undefined, 'application/json'),
    answers: good.flatMap(([status, answer]) => {
      const schema = schemaOf(answer, 'application/json');
      return schema ? [[status, schema] as const] : [];
    }),
    isStream: good.some(([, answer]) => schemaOf(answer, 'text/event-stream') !== undefined),
  };
}

function schemaOf(described: Json | undefined, mediaType: string): Json | undefined {
  const content = described?.content as Record<string, { schema: Json }> | undefined;
  return content?.[mediaType]?.schema;
}

/** @param named the names of what was printed before, by its text: the same again is that */
function printDeclaration(named: Map<string, string>, name: string, of: string, schema: Json): string {
  const type = printType(schema, '');
  const same = named.get(type);
  if (same !== undefined) return `/** ${of}. */\nexport type ${name} = ${same};\n`;
  named.set(type, name);
  return `/** ${of}. */\nexport interface ${name} ${type}\n`;
}

const bodyName = (id: string) => `${upperFirst(id)}Body`;
/** With its status when there are several. */
const answerName = ({ id, answers }: KeyOperation, status: string) =>
  `${upperFirst(id)}${answers.length > 1 ? status : ''}Answer`;
const upperFirst = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
