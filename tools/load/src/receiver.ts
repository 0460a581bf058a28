// Takes the webhooks of a run, as a process of its own, so that its turns of the event loop are not the sender's. It keeps of
// each event when its first webhook came and how many there were.
import { createServer } from 'node:http';
import { machineNow } from '@hopline/bench/load/stamp';
import { readNumber } from './event.ts';
import type { ReceiverCommand, ReceiverStart } from './receiver-process.ts';

const { port, host, path, events } = JSON.parse(process.argv[2] ?? '') as ReceiverStart;
const arrivedAt = new Float64Array(events).fill(Number.NaN);
const posts = new Uint16Array(events);
let arrived = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('error', () => {});
  request.on('end', () => {
    const at = machineNow();
    // Another run's, or a person's: nothing to do with this one.
    if (!request.url?.startsWith(path)) return response.writeHead(404).end();
    response.writeHead(204).end();
    const number = readNumber(Buffer.concat(chunks));
    if (number === undefined || number >= events) return;
    posts[number] = (posts[number] ?? 0) + 1;
    if (posts[number] > 1) return;
    arrivedAt[number] = at;
    arrived += 1;
  });
});
// Longer than deliver keeps a connection: this end must not close one on which a post is about to come.
server.keepAliveTimeout = 120_000;
process.on('message', (command: ReceiverCommand) => {
  process.send?.(command === 'count' ? arrived : { arrivedAt, posts });
});
process.on('disconnect', () => process.exit(0));
server.on('error', (error) => {
  process.send?.({ error: error.message });
});
server.listen({ port, host, backlog: 4096 }, () => process.send?.(server.address()));
