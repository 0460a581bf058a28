// Whether a document is OpenAPI 3.1, as far as its specification can be said in a few rules, and says what it should.
import { problemWith } from './check-answer.ts';
import { entriesOf, type Json, resolve, type Schema } from './document.ts';

/** The keywords of JSON Schema 2020-12 that we use; a typing error, or one of OpenAPI 3.0 such as nullable, is none. */
const KEYWORDS = new Set(
  `$ref allOf anyOf const enum type properties patternProperties additionalProperties required minProperties
   items minItems maxItems uniqueItems pattern format minLength maxLength minimum maximum
   title description examples`.split(/\s+/),
);
const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']);
const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** What is wrong with the document, one line each. */
export function problemsOf(document: Json): string[] {
  const problems: string[] = [];
  const check = (right: unknown, problem: string) => {
    if (!right) problems.push(problem);
  };
  check(/^3\.1\.\d+$/.test(String(document.openapi)), `openapi is ${document.openapi}`);
  const { title, version, description } = document.info as Json;
  check(title && version && description, 'info lacks a title, a version or a description');
  const { schemas, securitySchemes } = document.components as Record<string, Json>;
  for (const [name, schema] of entriesOf<Schema>(schemas)) {
    check(/^[A-Za-z0-9._-]+$/.test(name), `a component is called ${name}`);
    checkSchema(schema, `components/${name}`, check);
  }
  const tags = new Set((document.tags as { name: string }[]).map(({ name }) => name));
  const ids = new Set<unknown>();
  for (const [path, item] of entriesOf(document.paths)) {
    check(path.startsWith('/'), `the path ${path}`);
    for (const [method, operation] of entriesOf(item)) {
      const where = `${method.toUpperCase()} ${path}`;
      check(METHODS.has(method), `${where} is no method`);
      check(
        typeof operation.operationId === 'string' && !ids.has(operation.operationId),
        `${where}: its operationId`,
      );
      ids.add(operation.operationId);
      check(operation.summary, `${where} has no summary`);
      const named = (operation.tags ?? []) as string[];
      check(named.length === 1 && named.every((tag) => tags.has(tag)), `${where}: its tag is not declared`);
      for (const scheme of ((operation.security ?? []) as Json[]).flatMap(Object.keys)) {
        check(scheme in (securitySchemes as Json), `${where}: the security scheme ${scheme} is not declared`);
      }
      checkParameters(path, operation, where, check);
      const body = operation.requestBody as Json | undefined;
      if (body) checkContent(body.content, `${where} body`, check, document);
      checkResponses(operation, where, check, document);
    }
  }
  for (const reference of JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g))
    resolve(reference[1] ?? '', document);
  return problems;
}

type Check = (right: unknown, problem: string) => void;

function checkParameters(path: string, operation: Json, where: string, check: Check): void {
  const parameters = (operation.parameters ?? []) as Json[];
  const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => String(name));
  const templated = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');
  check(String(inPath.sort()) === String(templated.sort()), `${where}: the parameters of its path`);
  for (const { name, in: place, required, schema } of parameters) {
    const what = `${where} parameter ${name}`;
    check(['path', 'query', 'header', 'cookie'].includes(String(place)), `${what} is in ${place}`);
    if (place === 'path') check(required === true, `${what} is not required`);
    checkSchema(schema as Schema, what, check);
  }
}

function checkResponses(operation: Json, where: string, check: Check, document: Json): void {
  const responses = entriesOf(operation.responses);
  check(
    responses.some(([status]) => status.startsWith('2')),
    `${where} never succeeds`,
  );
  for (const [status, response] of responses) {
    const what = `${where} ${status}`;
    check(/^[1-5]\d\d$/.test(status), what);
    check(response.description && response.description !== 'Default Response', `${what} has no description`);
    const headers = entriesOf(response.headers);
    check(
      headers.some(([name]) => name === 'X-Response-Time'),
      `${what} lacks X-Response-Time`,
    );
    for (const [name, header] of headers) {
      check(header.description, `${what}: the header ${name} has no description`);
      checkSchema(header.schema as Schema, `${what} ${name}`, check);
    }
    checkContent(response.content, what, check, document);
  }
}

function checkContent(content: unknown, where: string, check: Check, document: Json): void {
  for (const [mediaType, { schema, example, examples }] of entriesOf(content)) {
    const what = `${where} ${mediaType}`;
    check(/^[a-z]+\/[a-z.+-]+$/.test(mediaType), `${what} is no media type`);
    checkSchema(schema as Schema, what, check);
    const given = entriesOf<{ value: unknown }>(examples).map(([, { value }]) => value);
    for (const value of example === undefined ? given : [example, ...given]) {
      const problem = problemWith(withDefinitions(schema as Schema, document), value);
      check(problem === undefined, `${what}: an example does not fit: ${problem}`);
    }
  }
}

/** The schema with what its references stand for put in place. */
function withDefinitions(schema: Schema, document: Json): Schema {
  return JSON.parse(JSON.stringify(schema), (_key, value) =>
    value?.$ref === undefined ? value : resolve(value.$ref, document),
  );
}

function checkSchema(schema: Schema | undefined, where: string, check: Check): void {
  if (typeof schema === 'boolean') return;
  check(schema, `${where} has no schema`);
  for (const [keyword, value] of entriesOf<unknown>(schema)) {
    check(KEYWORDS.has(keyword), `${where} has the keyword ${keyword}`);
    if (keyword === 'type')
      for (const type of [value].flat()) check(TYPES.has(String(type)), `${where}: type ${type}`);
    if (keyword === 'pattern') new RegExp(String(value), 'u');
    if (['properties', 'patternProperties'].includes(keyword)) {
      for (const [name, one] of entriesOf<Schema>(value)) checkSchema(one, `${where}/${name}`, check);
    }
    if (['allOf', 'anyOf'].includes(keyword)) {
      for (const one of value as Schema[]) checkSchema(one, `${where}/${keyword}`, check);
    }
    if (['items', 'additionalProperties'].includes(keyword))
      checkSchema(value as Schema, `${where}/${keyword}`, check);
  }
}
