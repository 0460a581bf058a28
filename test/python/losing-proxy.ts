// An HTTP proxy in front of the api that loses the answer to one batch of events, which was accepted.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../support/cleanup.ts';

export interface LosingProxy {
  readonly url: string;
  /**
   * Loses the next answer that accepts a batch: the events are durable, and their sender never hears of it.
   * @param act is done before the sender's connection breaks
   */
  loseNext(act: () => Promise<unknown>): Promise<void>;
}

/** Starts one on a free port; closed with the test. */
export async function startLosingProxy(t: Cleanup, target: string): Promise<LosingProxy> {
  let lose: (() => Promise<unknown>) | undefined;
  let done: { resolve: () => void; reject: (reason: unknown) => void } | undefined;

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const { authorization = '', 'content-type': type = '' } = headers;
    const answer = await fetch(`${target}${url}`, {
      method,
      headers: { authorization, 'content-type': type },
      body: Buffer.concat(chunks),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (lose && answer.status === 202) {
      const act = lose;
      lose = undefined;
      await act().then(done?.resolve, done?.reject);
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body);
  }

  const server = createServer((request, response) => {
    // There is no api while it starts again.
    forward(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseNext(act) {
      return new Promise((resolve, reject) => {
        done = { resolve, reject };
        lose = act;
      });
    },
  };
}
