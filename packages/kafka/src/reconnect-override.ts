// A connection of kafkajs 2.2.4 that is opened again goes on with what it has of an answer that was cut off, and then
// reads every later byte at the wrong place: it is deaf until the process ends. Two callers that find it closed at
// the same time open two sockets, of which one is lost.
import type { Connection, KafkajsInternals } from './kafkajs-internals.ts';

const LENGTH_PREFIX_BYTES = 4;

/** Makes every connection of this process begin anew when it is opened again, and open one socket at a time. */
export function overrideReconnect({ Connection }: Pick<KafkajsInternals, 'Connection'>): void {
  const connection = Connection.prototype;
  const connect = connection.connect;
  const opening = new WeakMap<Connection, Promise<true>>();
  connection.connect = function connectAnew() {
    if (this.isConnected()) return Promise.resolve(true);
    const running = opening.get(this);
    if (running) return running;
    // A late answer on the old socket must not mix with those on the new one.
    this.socket?.destroy();
    this.chunks = [];
    this.bytesBuffered = 0;
    this.bytesNeeded = LENGTH_PREFIX_BYTES;
    const opened = connect.call(this).finally(() => opening.delete(this));
    opening.set(this, opened);
    return opened;
  };
}
