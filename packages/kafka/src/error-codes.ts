// Kafka's error codes for a produced partition, by what they mean for its records
// (https://kafka.apache.org/protocol#protocol_error_codes).

export const NO_ERROR = 0;
export const OFFSET_OUT_OF_RANGE = 1;
export const UNKNOWN_TOPIC_OR_PARTITION = 3;
export const TOPIC_ALREADY_EXISTS = 36;

/** The name of a code, for log lines and messages; its number when we do not name it. */
export function errorName(code: number): string {
  return NAMES.get(code) ?? `error ${code}`;
}

const NAMES = new Map([
  [-1, 'UNKNOWN_SERVER_ERROR'],
  [1, 'OFFSET_OUT_OF_RANGE'],
  [2, 'CORRUPT_MESSAGE'],
  [3, 'UNKNOWN_TOPIC_OR_PARTITION'],
  [5, 'LEADER_NOT_AVAILABLE'],
  [6, 'NOT_LEADER_OR_FOLLOWER'],
  [7, 'REQUEST_TIMED_OUT'],
  [10, 'MESSAGE_TOO_LARGE'],
  [14, 'COORDINATOR_LOAD_IN_PROGRESS'],
  [15, 'COORDINATOR_NOT_AVAILABLE'],
  [16, 'NOT_COORDINATOR'],
  [13, 'NETWORK_EXCEPTION'],
  [17, 'INVALID_TOPIC_EXCEPTION'],
  [18, 'RECORD_LIST_TOO_LARGE'],
  [19, 'NOT_ENOUGH_REPLICAS'],
  [20, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'],
  [29, 'TOPIC_AUTHORIZATION_FAILED'],
  [30, 'GROUP_AUTHORIZATION_FAILED'],
  [31, 'CLUSTER_AUTHORIZATION_FAILED'],
  [32, 'INVALID_TIMESTAMP'],
  [36, 'TOPIC_ALREADY_EXISTS'],
  [37, 'INVALID_PARTITIONS'],
  [38, 'INVALID_REPLICATION_FACTOR'],
  [40, 'INVALID_CONFIG'],
  [41, 'NOT_CONTROLLER'],
  [44, 'POLICY_VIOLATION'],
  [56, 'KAFKA_STORAGE_ERROR'],
  [74, 'FENCED_LEADER_EPOCH'],
  [75, 'UNKNOWN_LEADER_EPOCH'],
  [87, 'INVALID_RECORD'],
  [89, 'THROTTLING_QUOTA_EXCEEDED'],
]);

/**
 * What becomes of records whose partition got this code:
 * `acked` all in-sync replicas have them; `moved` not written, another broker leads; `again` not written, for now;
 * `unknown` may be written; `too-large` and `invalid` not written, and never together, since one of them may be at
 * fault; `refused` not written, and never.
 */
export type ProduceVerdict = 'acked' | 'moved' | 'again' | 'unknown' | 'too-large' | 'invalid' | 'refused';

const VERDICTS = new Map<number, ProduceVerdict>([
  [NO_ERROR, 'acked'],
  [3, 'moved'],
  [5, 'moved'],
  [6, 'moved'],
  [56, 'moved'],
  [74, 'moved'],
  [75, 'moved'],
  [2, 'again'],
  [19, 'again'],
  [89, 'again'],
  [-1, 'unknown'],
  [7, 'unknown'],
  [13, 'unknown'],
  [20, 'unknown'],
  [10, 'too-large'],
  [18, 'too-large'],
  [32, 'invalid'],
  [87, 'invalid'],
]);

export function produceVerdict(code: number): ProduceVerdict {
  return VERDICTS.get(code) ?? 'refused';
}
