// How a connection to Kafka is encrypted, and who it is.
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { PemTexts } from '@hopline/runtime/pem-files';

/** The mechanisms that we speak, as they are written in settings. SCRAM: RFC 5802 and 7677, PLAIN: RFC 4616. */
export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export interface KafkaSasl {
  readonly mechanism: (typeof SASL_MECHANISMS)[number];
  readonly username: string;
  readonly password: string;
}

/** Certificates and key for the next connection. What it does not give is Node's: the authorities that it knows. */
export type KafkaTls = () => PemTexts;

const KEEP_ALIVE_MS = 60_000;

/** kafkajs's factory of sockets, with the certificates of the moment. The broker's certificate must be of its host name. */
export function createSocketFactory(
  tls: KafkaTls | undefined,
): (to: { host: string; port: number; onConnect: () => void }) => Socket {
  return ({ host, port, onConnect }) => {
    const socket = tls
      ? // A server name is a name, never an address (RFC 6066, section 3).
        connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...tls() }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    return socket;
  };
}
