// What a crash of kafkajs's consumer means for the process. Pure.

/** A defect, in kafkajs or in what it was given: the same would happen again. */
const DEFECTS = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);
const FATAL_ERRORS = new Set([
  'ConsumerFailedError',
  'KafkaJSInvariantViolation',
  'KafkaJSNotImplemented',
  'KafkaJSSASLAuthenticationError',
  'KafkaJSServerDoesNotSupportApiKey',
]);
/** What the cluster refuses until somebody changes rights or settings. */
const FATAL_PROTOCOL_ERRORS = new Set([
  'CLUSTER_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'INCONSISTENT_GROUP_PROTOCOL',
  'INVALID_GROUP_ID',
  'INVALID_SESSION_TIMEOUT',
  'TOPIC_AUTHORIZATION_FAILED',
  'UNSUPPORTED_VERSION',
]);

/**
 * Whether a new consumer would fail the same way. kafkajs's own word for it is no help: it also calls it final that
 * no coordinator was found, as in any outage.
 */
export function isFatalCrash(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (DEFECTS.has(cause.name) || FATAL_ERRORS.has(cause.name)) return true;
    if ('type' in cause && typeof cause.type === 'string' && FATAL_PROTOCOL_ERRORS.has(cause.type))
      return true;
  }
  return false;
}
