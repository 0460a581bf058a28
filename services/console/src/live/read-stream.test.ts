import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { readStream, reconnectAfterMs, type StreamLimits, type StreamState } from './read-stream.ts';

test('waits grow up to half a minute, and are not the same for all', () => {
  assert.equal(
    reconnectAfterMs(0, () => 0),
    500,
  );
  assert.equal(
    reconnectAfterMs(0, () => 1),
    1000,
  );
  assert.equal(
    reconnectAfterMs(3, () => 1),
    8000,
  );
  assert.equal(
    reconnectAfterMs(60, () => 1),
    30_000,
  );
});

test('a stream that breaks is read on, and one that is refused says why', async (t) => {
  let asked = 0;
  const answers: ((response: ServerResponse) => void)[] = [
    (response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('id: 7\ndata: first\n\n'),
    (response) => response.writeHead(503).end(),
    (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: second\n\n'),
  ];
  const server = createServer((request, response) => {
    assert.equal(request.headers.authorization, 'Bearer portal');
    assert.equal(request.headers['last-event-id'], asked === 0 ? undefined : '7');
    answers[asked]?.(response);
    asked += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());

  const stop = new AbortController();
  const seen: string[] = [];
  const states: StreamState['kind'][] = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await readStream(
    url,
    { portalToken: 'portal', csrfToken: undefined, organizationId: undefined },
    {
      onEvent({ data }) {
        seen.push(data);
        if (data === 'second') stop.abort();
      },
      onState: ({ kind }) => states.push(kind),
    },
    stop.signal,
  );
  assert.deepEqual(seen, ['first', 'second']);
  assert.deepEqual(states, ['connecting', 'open', 'connecting', 'broken', 'open']);
});

const STREAM = { 'content-type': 'text/event-stream' };
const NOBODY = { portalToken: undefined, csrfToken: undefined, organizationId: undefined };

/** Reads what a server answers, one answer after the other, until it ends or `stop` is aborted. */
async function readFrom(
  t: TestContext,
  answers: ((response: ServerResponse) => void)[],
  {
    limits = {},
    onEvent = () => {},
    onBroken = () => {},
  }: {
    limits?: StreamLimits;
    onEvent?: (data: string, stop: () => void) => void;
    /** Called when it waits until it connects again. */
    onBroken?: () => void;
  },
) {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers['last-event-id'] as string | undefined);
    answers[asked.length - 1]?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const stop = new AbortController();
  const states: StreamState['kind'][] = [];
  const refused: number[] = [];
  await readStream(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    { ...NOBODY, onRefused: ({ problem }) => refused.push(problem.status) },
    {
      onEvent: ({ data }) => onEvent(data, () => stop.abort()),
      onState({ kind }) {
        states.push(kind);
        if (kind === 'broken') setImmediate(onBroken);
      },
    },
    stop.signal,
    limits,
  );
  return { asked, states, refused };
}

test('whoever is signed out is not asked again, and it is told', async (t) => {
  const { states, refused } = await readFrom(t, [(response) => response.writeHead(401).end()], {});
  assert.deepEqual([states, refused], [['connecting', 'broken'], [401]]);
});

test('a connection on which nothing is heard any more is given up for another', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { states, asked } = await readFrom(
    t,
    [
      (response) => response.writeHead(200, STREAM).write('id: 3\ndata: first\n\n'),
      (response) => response.writeHead(200, STREAM).write('data: second\n\n'),
    ],
    {
      limits: { longestSilenceMs: 500 },
      onEvent: (data, stop) => (data === 'first' ? t.mock.timers.tick(500) : stop()),
      onBroken: () => t.mock.timers.tick(1000),
    },
  );
  assert.deepEqual(
    [states, asked],
    [
      ['connecting', 'open', 'broken', 'open'],
      [undefined, '3'],
    ],
  );
});

test('a page that is hidden is not connected; when it is seen again it goes on where it was', async (t) => {
  const sight = Object.assign(new EventTarget(), { hidden: false });
  const show = (isHidden: boolean) => {
    sight.hidden = isHidden;
    sight.dispatchEvent(new Event('visibilitychange'));
  };
  const { states, asked } = await readFrom(
    t,
    [
      (response) => {
        response.on('close', () => show(false));
        response.writeHead(200, STREAM).write('id: 5\ndata: first\n\n');
      },
      (response) => response.writeHead(200, STREAM).write('data: second\n\n'),
    ],
    { limits: { sight }, onEvent: (data, stop) => (data === 'first' ? show(true) : stop()) },
  );
  assert.deepEqual(
    [states, asked],
    [
      ['connecting', 'open', 'connecting', 'open'],
      [undefined, '5'],
    ],
  );
});
