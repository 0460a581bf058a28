import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { readStream, reconnectAfterMs, type StreamState } from './read-stream.ts';

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
