// The receiver of an ordered run, in the judge's own process. Each arrival and each answer has its number in one sequence:
// what came before what is no question of clocks.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../../../support/cleanup.ts';
import type { Random } from '../../../support/fuzz-random.ts';

export interface OrderedPost {
  /** The path: which endpoint it went to. */
  readonly endpoint: string;
  readonly webhookId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly arrival: number;
  /** Of its answer; undefined as long as there is none. */
  answer: number | undefined;
  status: number;
}

export interface OrderedReceiver {
  /** In the order in which they came. */
  readonly posts: readonly OrderedPost[];
  urlOf(endpoint: string): string;
  /** Events that are refused until they are taken out of here. */
  readonly refused: Set<string>;
}

const FAILING_PERCENT = 20;
const SLOWEST_MS = 30;

/** Refuses one post in five, at random, and takes a while for its answers. */
export async function startOrderedReceiver(t: Cleanup, random: Random): Promise<OrderedReceiver> {
  const posts: OrderedPost[] = [];
  const refused = new Set<string>();
  let sequence = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('error', () => {});
    request.on('end', () => {
      sequence += 1;
      const post: OrderedPost = {
        ...{ endpoint: request.url ?? '', webhookId: String(request.headers['webhook-id']) },
        ...{ at: Date.now(), arrival: sequence, answer: undefined, status: 0 },
      };
      posts.push(post);
      const fails = refused.has(post.webhookId) || random.below(100) < FAILING_PERCENT;
      setTimeout(() => {
        if (response.destroyed) return;
        sequence += 1;
        post.answer = sequence;
        // No 503, which would say that it has too much to do.
        post.status = fails ? 500 : 200;
        response.writeHead(post.status).end();
      }, random.below(SLOWEST_MS));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { posts, refused, urlOf: (endpoint) => `http://127.0.0.1:${port}${endpoint}` };
}
