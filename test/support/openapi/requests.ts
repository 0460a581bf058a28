// Requests for an operation, made from its description: such as fit it, and such as do not.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { OddRequest } from '../http-request.ts';
import type { Operation, Parameter, Schema } from './document.ts';
import { anyJson, valuesOf } from './values.ts';

export interface RequestSources {
  /** The header that satisfies a security scheme. */
  readonly credentials: Readonly<Record<string, readonly [string, string]>>;
  /** Values of a parameter that stand for something that is there. */
  readonly known: (operation: Operation, parameter: Parameter) => readonly string[];
}

interface Parts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
  readonly body: { readonly type: string; readonly value: unknown } | undefined;
}

/** Requests that the description allows. */
export function fittingRequests(operation: Operation, sources: RequestSources): fc.Arbitrary<OddRequest> {
  return fittingParts(operation, sources).map((parts) => assemble(operation, parts));
}

/** Requests that the description allows, but for one or a few things. */
export function oddRequests(operation: Operation, sources: RequestSources): fc.Arbitrary<OddRequest> {
  const change = fc.oneof(
    ...[pathChanges, queryChanges, headerChanges, credentialChanges, bodyChanges, bytesChanges].map(
      (changes) => changes(operation),
    ),
  );
  return fc
    .tuple(fittingParts(operation, sources), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([parts, changes]) =>
      changes.reduce((request, apply) => apply(request), assemble(operation, parts)),
    );
}

type Change = (request: OddRequest) => OddRequest;

function fittingParts(operation: Operation, { credentials, known }: RequestSources): fc.Arbitrary<Parts> {
  const values = (parameter: Parameter) => {
    const there = known(operation, parameter);
    const made = valuesOf(parameter.schema).map(String);
    return there.length === 0 ? made : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...there) }, made);
  };
  const of = (place: Parameter['in']) => operation.parameters.filter((parameter) => parameter.in === place);
  const record = (place: Parameter['in']) =>
    fc.record(Object.fromEntries(of(place).map((parameter) => [parameter.name, values(parameter)])), {
      requiredKeys: of(place)
        .filter(({ required }) => required)
        .map(({ name }) => name) as never[],
    }) as fc.Arbitrary<Record<string, string>>;
  const schemes = operation.security.map((name) => credentials[name] ?? (['x-none', name] as const));
  const bodies = [...operation.bodies].map(([type, schema]) =>
    valuesOf(schema).map((value) => ({ type, value })),
  );
  return fc.record({
    path: record('path'),
    query: record('query').map((query) => Object.entries(query)),
    headers: fc
      .tuple(
        record('header'),
        schemes.length === 0 ? fc.constant([]) : fc.constantFrom(...schemes).map((one) => [one]),
      )
      .map(([described, credential]) => [...credential, ...Object.entries(described)]),
    body: bodies.length === 0 ? fc.constant(undefined) : fc.oneof(...bodies),
  });
}

function assemble(operation: Operation, { path, query, headers, body }: Parts): OddRequest {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encode(path[name] ?? ''));
  const search = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  return {
    method: operation.method,
    path: search === '' ? filled : `${filled}?${search}`,
    headers: body === undefined ? headers : [...headers, ['content-type', body.type]],
    body: body === undefined ? undefined : printBody(body),
  };
}

function printBody({ type, value }: { type: string; value: unknown }): Buffer {
  return Buffer.from(`${JSON.stringify(value)}${type === 'application/x-ndjson' ? '\n' : ''}`);
}

/** Percent-encoding of any text, lone surrogates too. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const visible = fc.stringMatching(/^[!-~]{0,40}$/);
const headerName = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/).filter((name) => !FRAMING.has(name));
// Whatever a header line may hold: visible ASCII, blanks, and bytes above it.
const headerValue = fc.stringMatching(/^[\t -~\x80-\xff]{0,60}$/);
/** These say where a request ends: test/guarantees sends such as lie, on bare sockets. */
const FRAMING = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'trailer',
  'upgrade',
  'host',
  'te',
]);

function pathChanges(operation: Operation): fc.Arbitrary<Change> {
  const segment = fc.oneof(
    fc.constantFrom('', '%zz', '%00', '%', '..', '%2e%2e', '%2F', '%ff', '*', '0', "'", 'null'),
    visible.map((text) => text.replace(/[#?/]/g, '')),
    fc.string({ unit: 'binary' }).map(encode),
    fc.integer({ min: 50, max: 3000 }).map((length) => 'x'.repeat(length)),
  );
  if (!operation.path.includes('{')) return queryChanges();
  return segment.map((text) => (request) => {
    const [, search] = request.path.split('?', 2);
    const filled = operation.path.replace(/\{\w+\}/g, text);
    return { ...request, path: search === undefined ? filled : `${filled}?${search}` };
  });
}

function queryChanges(): fc.Arbitrary<Change> {
  const piece = fc.oneof(
    visible.map((text) => text.replace(/#/g, '')),
    fc
      .tuple(fc.string(), fc.string({ unit: 'binary' }))
      .map(([name, value]) => `${encode(name)}=${encode(value)}`),
    fc.constantFrom(
      '%zz',
      'a=%',
      'limit=0',
      'limit=-1',
      'limit=1e9',
      'cursor=',
      '__proto__=1',
      'a[b]=c',
      '&&',
    ),
  );
  return piece.map((text) => (request) => ({
    ...request,
    path: `${request.path}${request.path.includes('?') ? '&' : '?'}${text}`,
  }));
}

function headerChanges({ parameters }: Operation): fc.Arbitrary<Change> {
  const described = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
  const name = fc.oneof(
    headerName,
    fc.constantFrom(
      ...described,
      ...['accept', 'accept-encoding', 'traceparent', 'tracestate', 'baggage', 'expect', 'origin', 'cookie'],
      ...[
        'content-encoding',
        'content-language',
        'ce-id',
        'ce-type',
        'ce-specversion',
        'ce-source',
        'ce-time',
      ],
      ...['idempotency-key', 'if-none-match', 'range', 'x-forwarded-for', 'x-http-method-override'],
    ),
  );
  const value = fc.oneof(
    headerValue,
    fc.constantFrom('', 'gzip', 'identity', 'br', '1.0', '100-continue', '00-0-0-0', '*/*', '__proto__'),
    fc.integer({ min: 200, max: 6000 }).map((length) => 'x'.repeat(length)),
  );
  return fc
    .tuple(name, value)
    .map((header) => (request) => ({ ...request, headers: [...request.headers, header] }));
}

function credentialChanges(): fc.Arbitrary<Change> {
  const isCredential = ([name]: readonly [string, string]) => /^(x-api-key|authorization)$/i.test(name);
  const other = fc.oneof(
    fc.constant([]),
    fc
      .tuple(fc.constantFrom('x-api-key', 'authorization'), fc.oneof(headerValue, visible))
      .map((one) => [one]),
    fc
      .constantFrom('bearer', 'Bearer  ', 'Basic YTpi', 'Bearer hop_0000000000000000_x')
      .map((value) => [['authorization', value] as [string, string]]),
  );
  return fc.tuple(other, fc.boolean()).map(([headers, besides]) => (request) => ({
    ...request,
    headers: [...request.headers.filter((header) => besides || !isCredential(header)), ...headers],
  }));
}

/** Another JSON value than what is described. */
function bodyChanges({ bodies }: Operation): fc.Arbitrary<Change> {
  const members = [...bodies.values()].flatMap(memberNames);
  const text = fc.string({ unit: 'binary' });
  const member = members.length === 0 ? text : fc.oneof(fc.constantFrom(...members), text);
  const edit = fc.oneof(
    anyJson.map((value) => () => value),
    member.map((name) => (body: unknown) => without(body, name)),
    fc.tuple(member, fc.oneof(anyJson, text)).map(
      ([name, value]) =>
        (body: unknown) =>
          withMember(body, name, value),
    ),
    fc
      .integer({ min: 20, max: 200 })
      .map((depth) => (body: unknown) => withMember(body, 'payload', nest(depth))),
  );
  return edit.map((apply) => (request) => ({
    ...request,
    body: Buffer.from(JSON.stringify(apply(parse(request.body)))),
  }));
}

/** Another body than JSON, or another media type than it has. */
function bytesChanges(): fc.Arbitrary<Change> {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    fc
      .constantFrom(
        '',
        '{',
        '[]',
        'null',
        '{"a":1}{"b":2}',
        '\ufeff{}',
        '{"type":"a","payload":{"a":"\\ud800"}}',
      )
      .map((text) => Buffer.from(text)),
    fc.constant(Buffer.alloc(300_000, 0x20)),
    fc.constant(gzipSync(Buffer.alloc(3_000_000, 0x20))),
  );
  const mediaType = fc.oneof(
    fc.constantFrom(
      'text/plain',
      'application/json; charset=latin1',
      'application/JSON',
      'application/json;',
      '*/*',
      '',
    ),
    fc.constantFrom(
      'application/x-ndjson',
      'application/cloudevents+json',
      'multipart/form-data',
      'nonsense',
    ),
    headerValue,
  );
  const setType = (request: OddRequest, type: string | undefined): OddRequest => ({
    ...request,
    headers: [
      ...request.headers.filter(([name]) => name !== 'content-type'),
      ...(type === undefined ? [] : [['content-type', type] as const]),
    ],
  });
  return fc.oneof(
    bytes.map((body) => (request: OddRequest) => ({ ...request, body })),
    fc.option(mediaType, { nil: undefined }).map((type) => (request: OddRequest) => setType(request, type)),
    fc.constant((request: OddRequest) => ({
      ...request,
      headers: [...request.headers, ['content-encoding', 'gzip'] as const],
      body: request.body && gzipSync(request.body),
    })),
  );
}

function memberNames(schema: Schema): string[] {
  return Object.keys((schema.properties ?? {}) as object);
}

function parse(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return {};
  }
}

function without(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}

function withMember(body: unknown, name: string, value: unknown): unknown {
  return { ...(typeof body === 'object' ? body : {}), [name]: value };
}

function nest(depth: number): unknown {
  return depth === 0 ? 1 : { a: nest(depth - 1) };
}
