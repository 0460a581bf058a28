// A name server on loopback for tests: answers A and AAAA queries from a table, and counts them (RFC 1035, section 4).
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Cleanup } from './cleanup.ts';

export interface NameRecord {
  /** IPv4 addresses. */
  readonly a?: readonly string[];
  /** IPv6 addresses, as 8 groups of hex digits. */
  readonly aaaa?: readonly string[];
  /** In seconds. */
  readonly ttl?: number;
  /** Queries for these types get no answer at all. */
  readonly silent?: readonly ('a' | 'aaaa')[];
  /** The name's own servers are out of reach: SERVFAIL. */
  readonly fails?: boolean;
}

export interface NameServer {
  /** `host:port` */
  readonly address: string;
  /** May be changed at any time. A name that is not in it does not exist. */
  readonly names: Map<string, NameRecord>;
  /** How often it was asked for A records of this name. */
  asked(name: string): number;
  /** Nobody listens there from then on. It is stopped with the test, too. */
  stop(): Promise<void>;
}

const TYPES: Record<number, 'a' | 'aaaa'> = { 1: 'a', 28: 'aaaa' };
const NAME_ERROR = 0x8183;
const SERVER_FAILURE = 0x8182;
const NO_ERROR = 0x8180;

export async function startNameServer(t: Cleanup): Promise<NameServer> {
  const names = new Map<string, NameRecord>();
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const { name, end } = readName(query);
    const type = TYPES[query.readUInt16BE(end)];
    if (type === 'a') asked.push(name);
    const record = names.get(name);
    if (!type || record?.silent?.includes(type)) return;
    const question = query.subarray(12, end + 4);
    const addresses = record?.[type] ?? [];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(record?.fails ? SERVER_FAILURE : record ? NO_ERROR : NAME_ERROR, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(addresses.length, 6);
    const answers = addresses.map((address) => answer(type, address, record?.ttl ?? 300));
    socket.send(Buffer.concat([header, question, ...answers]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= new Promise<void>((resolve) => socket.close(() => resolve()));
    return stopped;
  };
  t.after(stop);
  return {
    address: `127.0.0.1:${socket.address().port}`,
    names,
    asked: (name) => asked.filter((one) => one === name).length,
    stop,
  };
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function answer(type: 'a' | 'aaaa', address: string, ttl: number): Buffer {
  const data =
    type === 'a'
      ? Buffer.from(address.split('.').map(Number))
      : Buffer.from(
          address
            .split(':')
            .map((group) => group.padStart(4, '0'))
            .join(''),
          'hex',
        );
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0); // the name of the question
  head.writeUInt16BE(type === 'a' ? 1 : 28, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(ttl, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
