// Requests that are surely wrong, each in a way of its own: whatever the api answers but 4xx is a defect.
import { gzipSync } from 'node:zlib';
import type { Random } from './fuzz-random.ts';

export interface BadRequest {
  /** Which kind it is, for the message of a failure. */
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

type Kind = (random: Random, key: string) => Omit<BadRequest, 'kind'>;

const EVENTS = '/api/events';
const JSON_TYPE = { 'content-type': 'application/json' };

/** One more bad request; `key` is a good API key, so that it is the rest that is wrong. */
export function createBadRequest(random: Random, key: string): BadRequest {
  const name = random.pick(NAMES);
  return { kind: name, ...(KINDS[name] as Kind)(random, key) };
}

const event = (key: string, body: string | Buffer, headers: Record<string, string> = {}) => ({
  method: 'POST',
  path: EVENTS,
  headers: { 'x-api-key': key, ...JSON_TYPE, ...headers },
  body,
});
const json = (key: string, value: unknown) => event(key, JSON.stringify(value));
const good = (random: Random) => ({
  type: 'order.created',
  dedup_id: `d-${random.below(1e9)}`,
  payload: { text: random.bytes(random.below(200)).toString('base64'), n: random.below(1e6) },
});

const NO_STRINGS = [null, 7, true, [], {}, ['a']];
const BAD_TYPES = ['', ' ', 'a b', 'ä', 'a/b', 'x'.repeat(129), '\u0000', ...NO_STRINGS];
const BAD_KEYS = ['', 'x'.repeat(256), 'ä'.repeat(128), '\ud800', 'a\u0000', 7, true, [], {}];
const NO_OBJECTS = [null, 7, true, '', 'text', [], [{}]];
const BAD_NUMBERS = ['01', '+1', '.5', '1.', 'NaN', 'Infinity', '0x10', '1e', '--1'];

const KINDS: Record<string, Kind> = {
  'cut off': (random, key) => {
    const text = JSON.stringify(good(random));
    return event(key, text.slice(0, random.below(text.length)));
  },
  'no UTF-8': (random, key) => {
    const bytes = Buffer.from(JSON.stringify({ ...good(random), payload: { text: 'x'.repeat(40) } }));
    const at = bytes.indexOf('xxxx') + random.below(30);
    bytes[at] = random.pick([0xff, 0xfe, 0xc0, 0xc1, 0xf5, 0x80, 0xbf]);
    return event(key, bytes);
  },
  'no JSON': (random, key) =>
    event(
      key,
      random.pick([
        Buffer.concat([Buffer.from([0x80 + random.below(128)]), random.bytes(random.below(500))]),
        `{"type":"a","payload":{"n":${random.pick(BAD_NUMBERS)}}}`,
        `{"type":"a","payload":{"s":"a\nb"}}`,
        `{'type':'a','payload':{}}`,
        `\uFEFF{"type":"a","payload":{}}`,
        '{"type":"a","payload":{}}}',
        random.pick(['null', '7', '"text"', '[]', '[{}]', ' ']),
      ]),
    ),
  type: (random, key) => json(key, { ...good(random), type: random.pick(BAD_TYPES) }),
  dedup_id: (random, key) => json(key, { ...good(random), dedup_id: random.pick(BAD_KEYS) }),
  ordering_key: (random, key) => json(key, { ...good(random), ordering_key: random.pick(BAD_KEYS) }),
  payload: (random, key) => json(key, { ...good(random), payload: random.pick(NO_OBJECTS) }),
  'payload and data': (random, key) => json(key, { ...good(random), data: {} }),
  'no payload': (_random, key) => json(key, { type: 'a' }),
  'unknown member': (random, key) => json(key, { ...good(random), [`x${random.below(100)}`]: 1 }),
  'too deep': (random, key) => {
    const depth = 33 + random.below(random.pick([3, 300, 30_000]));
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
    ] as const);
    return event(key, `{"type":"a","payload":{"a":${open.repeat(depth)}1${close.repeat(depth)}}}`);
  },
  'not storable': (random, key) => {
    const bad = random.pick(['\\u0000', '\\ud800', '\\udfff\\ud800', '\\udc00', '\\ud83dx']);
    const text = `${'a'.repeat(random.below(50))}${bad}`;
    return event(
      key,
      random.pick([
        `{"type":"a","payload":{"a":["${text}"]}}`,
        `{"type":"a","payload":{"${text}":1}}`,
        `{"type":"a","payload":{"a":{"b":{"${text}":{}}}}}`,
      ]),
    );
  },
  'wrong content type': (random, key) =>
    event(key, JSON.stringify(good(random)), {
      'content-type': random.pick([
        'text/plain',
        'application/xml',
        'x',
        'multipart/form-data',
        'application/jsonx',
      ]),
    }),
  'wrong encoding': (random, key) => {
    const bytes = gzipSync(JSON.stringify(good(random)));
    return random.pick([
      event(key, bytes.subarray(0, random.below(bytes.length)), { 'content-encoding': 'gzip' }),
      event(key, random.bytes(50), { 'content-encoding': 'gzip' }),
      event(key, bytes, { 'content-encoding': random.pick(['br', 'zstd', 'x', 'gzip, gzip', 'deflate']) }),
      event(key, bytes),
    ]);
  },
  'wrong Idempotency-Key': (random, key) => {
    const { type, payload } = good(random);
    const header = { 'idempotency-key': random.pick(['a b', 'x'.repeat(256), 'ä']) };
    return event(key, JSON.stringify({ type, payload }), header);
  },
  'CloudEvents without what they need': (random, key) => {
    const whole: Record<string, string> = { specversion: '1.0', id: 'a', source: '/a', type: 'a' };
    const { [random.pick(['specversion', 'id', 'source', 'type'])]: _left, ...rest } = whole;
    if (random.below(2) === 0) {
      const structured = { ...rest, data: {} };
      return event(key, JSON.stringify(structured), { 'content-type': 'application/cloudevents+json' });
    }
    const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [`ce-${name}`, value]));
    // Without a ce-specversion it is no CloudEvent, and as an event of ours it has no type.
    return event(key, '{"n":1}', headers);
  },
  'wrong batch': (random, key) => ({
    ...event(
      key,
      random.pick([
        '{"events":',
        '{"events":{}}',
        '{"events":7}',
        '{}',
        '[]',
        '{"events":[],"more":1}',
        JSON.stringify({ events: Array(501).fill({ type: 'a', payload: {} }) }),
      ]),
    ),
    path: '/api/events/batch',
  }),
  'no right': (random, key) => {
    const wrong = random.pick([
      {},
      { 'x-api-key': '' },
      { 'x-api-key': `${key.slice(0, 21)}${random.bytes(32).toString('base64url')}` },
      { 'x-api-key': `hop_${random.bytes(8).toString('hex')}_${random.bytes(32).toString('base64url')}` },
      { 'x-api-key': 'x'.repeat(random.below(8000)) },
      { authorization: `Basic ${key}` },
      { authorization: `Bearer ${key} ${key}` },
    ]);
    const body = JSON.stringify(good(random));
    return { method: 'POST', path: EVENTS, headers: { ...JSON_TYPE, ...wrong }, body };
  },
  'no right to administer': (_random, key) => ({
    method: 'POST',
    path: '/api/keys/generate',
    headers: { ...JSON_TYPE, 'x-api-key': key, authorization: `Bearer ${key}` },
    body: '{"organization_name":"a"}',
  }),
  'wrong method or path': (random, key) => {
    const [method, path] = random.pick([
      ['PUT', EVENTS],
      ['DELETE', EVENTS],
      ['PATCH', EVENTS],
      ['POST', `/api/${random.bytes(4).toString('hex')}`],
      ['POST', `${EVENTS}/${'../'.repeat(3)}`],
      ['GET', `${EVENTS}/%zz`],
      ['GET', `${EVENTS}/${random.bytes(random.below(40)).toString('hex')}x`],
      ['GET', `/${'a'.repeat(2000)}`],
      ['GET', `/api/endpoints/${random.below(1e9)}`],
    ] as const);
    const headers = { 'x-api-key': key };
    if (method === 'GET') return { method, path, headers };
    return { method, path, headers: { ...headers, ...JSON_TYPE }, body: '{"type":"a","payload":{}}' };
  },
  'wrong endpoint': (random, key) => ({
    ...json(key, {
      url: random.pick([
        '',
        'x',
        'ftp://a.example',
        'http://127.0.0.1',
        'https://user:pw@a.example',
        7,
        null,
      ]),
      event_types: ['*'],
    }),
    path: '/api/endpoints',
  }),
  'too large': (random, key) => {
    // Seldom: it is mostly the generator's own work.
    const bytes = 256 * 1024 + (random.below(20) === 0 ? 400_000 : 0);
    const bomb = random.below(4) === 0;
    const body = `{"type":"a","payload":{"text":"${'x'.repeat(bytes)}"}}`;
    return bomb ? event(key, gzipSync(body), { 'content-encoding': 'gzip' }) : event(key, body);
  },
};

// What is dear to make comes up less often.
const NAMES = Object.keys(KINDS).flatMap((name) => (name === 'too large' ? [name] : [name, name, name]));
