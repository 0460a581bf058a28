// Bytes that are no HTTP request.
import { connect } from 'node:net';
import type { Random } from './fuzz-random.ts';

/** The bytes of something that a client of HTTP would never send. */
export function createBadBytes(random: Random): Buffer {
  const head = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const post = 'POST /api/events HTTP/1.1';
  return random.pick([
    () => Buffer.concat([Buffer.from([0x80 + random.below(128)]), random.bytes(1 + random.below(300))]),
    () => head(`${random.bytes(5).toString('hex')} / HTTP/1.1`, 'host: a'),
    () => head('GET / HTTP/9.9', 'host: a'),
    () => head('GET /', 'host: a'),
    () =>
      head(
        post,
        'host: a',
        `content-length: ${random.pick(['x', '-1', '1e3', '0x10', '1 1', '9'.repeat(30)])}`,
      ),
    () => head(post, 'host: a', 'content-length: 3', 'content-length: 4'),
    () => head(post, 'host: a', 'content-length: 3', 'transfer-encoding: chunked'),
    () => head(post, 'host: a', 'transfer-encoding: chunked, x'),
    () => head(post, 'host: a', 'a b: c'),
    () => head(post, 'host: a', `x: \u0000${random.below(10)}`),
    () => head(post, 'host: a', ': no name'),
    () => head(post, 'host: a', `x: ${'y'.repeat(20_000)}`),
    () => head(post, 'host: a', ...Array.from({ length: 3000 }, (_, i) => `x${i}: y`)),
    () => head(post),
  ])();
}

/** Sends the bytes on a connection of their own. Gives the status of the answer, or why there was none. */
export function exchangeBytes(port: number, bytes: Buffer, limitMs = 30_000): Promise<number | string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(bytes));
    const finish = (outcome: number | string) => {
      socket.destroy();
      resolve(outcome);
    };
    const judge = () => {
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1];
      finish(status ? Number(status) : `closed after ${JSON.stringify(answer.slice(0, 100))}`);
    };
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\r\n\r\n')) judge();
    });
    socket.on('error', (error) => finish(error.message));
    socket.on('end', judge);
    socket.setTimeout(limitMs, () => finish('no answer'));
  });
}
