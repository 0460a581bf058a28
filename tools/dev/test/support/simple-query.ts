// One SQL text through Postgres' own protocol, for a server that trusts: what it takes to see that data is still there.
import { connect } from 'node:net';

/** Runs the SQL as one simple query. @returns the first column of each row @throws {Error} with the server's words */
export function simpleQuery(url: string, sql: string): Promise<string[]> {
  const { hostname, port, username, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const rows: string[] = [];
    let failure: Error | undefined;
    let asked = false;
    let buffered: Buffer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('close', () => reject(failure ?? new Error('the connection was closed')));
    socket.on('connect', () => {
      const settings = ['user', username, 'database', pathname.slice(1), '', ''].join('\0');
      socket.write(message('', Buffer.concat([Buffer.from([0, 3, 0, 0]), Buffer.from(settings)])));
    });
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk]);
      while (buffered.length >= 5 && buffered.length > buffered.readInt32BE(1)) {
        const size = buffered.readInt32BE(1) + 1;
        const [kind, body] = [String.fromCharCode(buffered[0] ?? 0), buffered.subarray(5, size)];
        buffered = buffered.subarray(size);
        if (kind === 'E') failure = new Error(body.toString('utf8').replaceAll('\0', ' '));
        if (kind === 'D') rows.push(body.toString('utf8', 6, 6 + body.readInt32BE(2)));
        if (kind !== 'Z') continue;
        if (asked) {
          socket.end();
          if (failure) reject(failure);
          else resolve(rows);
        } else {
          asked = true;
          socket.write(message('Q', Buffer.from(`${sql}\0`)));
        }
      }
    });
  });
}

function message(kind: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(kind), length, body]);
}
