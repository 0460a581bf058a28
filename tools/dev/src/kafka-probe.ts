// Asks a broker for its metadata in Kafka's own protocol (Metadata version 1), without a client library. A broker that
// answers and lists itself is registered, unfenced and ready for clients; an open port alone says nothing of the kind.
import { connect } from 'node:net';

const METADATA = 3;
const CLIENT_ID = 'hopline-dev';

export interface KafkaMetadata {
  readonly brokers: readonly { readonly id: number; readonly host: string; readonly port: number }[];
  /** -1 while there is none. */
  readonly controllerId: number;
}

/** The request's bytes: all brokers, no topic. */
export function encodeMetadataRequest(correlationId: number): Buffer {
  const client = Buffer.from(CLIENT_ID);
  const body = Buffer.alloc(14 + client.length + 4);
  let at = body.writeInt32BE(body.length - 4, 0);
  at = body.writeInt16BE(METADATA, at);
  at = body.writeInt16BE(1, at);
  at = body.writeInt32BE(correlationId, at);
  at = body.writeInt16BE(client.length, at);
  at += client.copy(body, at);
  body.writeInt32BE(0, at); // an empty list of topics; null would mean all
  return body;
}

/** Reads a whole response, without its four bytes of length. @throws {RangeError} when it is too short */
export function decodeMetadataResponse(bytes: Buffer): KafkaMetadata {
  let at = 4; // the correlation id
  const int32 = () => {
    at += 4;
    return bytes.readInt32BE(at - 4);
  };
  const text = () => {
    const length = bytes.readInt16BE(at);
    at += 2 + Math.max(0, length); // -1 is null
    return bytes.toString('utf8', at - Math.max(0, length), at);
  };
  const brokers = Array.from({ length: int32() }, () => {
    const broker = { id: int32(), host: text(), port: int32() };
    text(); // the rack
    return broker;
  });
  return { brokers, controllerId: int32() };
}

/**
 * The metadata of the broker at 127.0.0.1:`port`, or undefined when it does not give a whole answer within `timeoutMs`.
 */
export function probeKafka(port: number, timeoutMs = 2000): Promise<KafkaMetadata | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let received = Buffer.alloc(0);
    const finish = (metadata?: KafkaMetadata) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(metadata);
    };
    const timer = setTimeout(finish, timeoutMs);
    socket.on('error', () => finish());
    socket.on('close', () => finish());
    socket.on('connect', () => socket.write(encodeMetadataRequest(1)));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      try {
        finish(decodeMetadataResponse(received.subarray(4)));
      } catch {
        finish(); // something else listens on that port
      }
    });
  });
}
