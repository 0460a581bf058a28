// Takes webhooks, as a process of its own: answers 204, or never where it is told to hang, and keeps what is needed to
// judge what came. It costs some ten microseconds of CPU a post, so that what is measured beside it has the machine.
import { createServer } from 'node:net';
import { machineNow } from '../load/stamp.ts';
import { Arrivals } from './arrivals.ts';
import { PostParser } from './post-parser.ts';
import type { ReceiverCommand } from './receiver-process.ts';

const NO_CONTENT = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n');

const secrets = new Map<string, Buffer>();
const hanging = new Set<string>();
let keepEvery = 1;
let arrivals = new Arrivals(secrets, keepEvery);

const server = createServer({ noDelay: true }, (socket) => {
  const parser = new PostParser();
  socket.on('data', (chunk) => {
    try {
      parser.push(chunk, (post) => {
        arrivals.add(post, machineNow());
        if (!hanging.has(post.path)) socket.write(NO_CONTENT);
      });
    } catch (error) {
      process.stderr.write(`receiver: ${(error as Error).message}\n`);
      socket.destroy();
    }
  });
  socket.on('error', () => {});
});

process.on('message', (command: ReceiverCommand) => {
  if (command.kind === 'expect') {
    for (const [path, secret] of command.secrets) {
      secrets.set(path, Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
    }
  } else if (command.kind === 'hang') {
    if (command.hangs) hanging.add(command.path);
    else hanging.delete(command.path);
  } else if (command.kind === 'reset') {
    ({ keepEvery } = command);
    arrivals = new Arrivals(secrets, keepEvery);
  }
  const answer = command.kind === 'report' ? arrivals.report() : arrivals.webhooks;
  process.send?.({ number: command.number, answer });
});
process.on('disconnect', () => process.exit(0));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => process.send?.(server.address()));
