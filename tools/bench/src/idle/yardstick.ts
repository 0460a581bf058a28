// A process that does always the same small thing now and then, as idle services do: a message to itself over a socket, and
// the answer, twenty times a second. What it costs tells how fast the cores are at that time, so that two machines, or two
// hours of one, can be compared.
import { createServer } from 'node:http';
import { connect } from 'node:net';

const EVERY_MS = 50;
const REQUEST = 'GET / HTTP/1.1\r\nhost: yardstick\r\n\r\n';

const port = Number(process.env.PORT);
const server = createServer({ keepAliveTimeout: 0 }, (_request, response) => response.end('ok'));
server.listen(port, '127.0.0.1', () => {
  const socket = connect(port, '127.0.0.1');
  socket.resume();
  setInterval(() => socket.write(REQUEST), EVERY_MS);
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
