import { type LogEntry, type logCreator, logLevel } from 'kafkajs';
import type { KafkaLog } from './log.ts';

// These report, at error level and many times a second in an outage, what the adapter handles and logs once itself.
const HANDLED_HERE = new Set([
  'Connection',
  'ConnectionPool',
  'BrokerPool',
  'Broker',
  'Cluster',
  'RequestQueue',
]);
/** One that is refused is told by what could not connect. */
const LOGIN = 'SaslAuthenticator-';

/**
 * Sends kafkajs's log lines to ours: an error of its consumer as a warning, since the worker decides what is an
 * error; all the rest at debug level, and what is below a warning not at all (it logs each pause and resume).
 */
export function kafkajsLogCreator(log: KafkaLog): logCreator {
  return () => (entry: LogEntry) => {
    const { timestamp: _timestamp, logger: _logger, message, stack: _stack, ...rest } = entry.log;
    const fields = { ...rest, client: 'kafkajs', part: entry.namespace, report: message };
    const isHandled = HANDLED_HERE.has(entry.namespace) || entry.namespace.startsWith(LOGIN);
    const known = entry.level !== logLevel.ERROR || isHandled;
    if (known) log.debug(fields, 'kafka_client.reported');
    else log.warn(fields, 'kafka_client.reported');
  };
}

/** The lowest level that kafkajs should hand over at all. */
export const KAFKAJS_LOG_LEVEL = logLevel.WARN;
