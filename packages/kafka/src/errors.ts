import { HoplineError } from '@hopline/runtime/errors';

/**
 * A record was not acknowledged in time. `written` says whether it can be in the log all the same: `no` when it was
 * never handed to the client.
 */
export class KafkaUnavailableError extends HoplineError {
  readonly written: 'no' | 'unknown';

  constructor(message: string, options: { written: 'no' | 'unknown'; cause?: unknown }) {
    super('HPL_KAFKA_UNAVAILABLE', message, { retryable: true, cause: options.cause });
    this.written = options.written;
  }
}

/** The broker refuses a record of this size. It was not written. */
export class RecordTooLargeError extends HoplineError {
  constructor(message: string, cause?: unknown) {
    super('HPL_KAFKA_RECORD_TOO_LARGE', message, { cause });
  }
}

/** The broker refuses the record for a reason that will not go away by itself, such as missing rights. */
export class KafkaRefusedError extends HoplineError {
  constructor(message: string, cause?: unknown) {
    super('HPL_KAFKA_REFUSED', message, { cause });
  }
}

/** An offset is not in its log: retention has passed it, or it is yet to come. */
export class OffsetOutOfRangeError extends KafkaRefusedError {}

/** The publisher's buffer is full. The record was not written. */
export class PublisherFullError extends HoplineError {
  constructor(message: string) {
    super('HPL_KAFKA_BUFFER_FULL', message, { retryable: true });
  }
}

/** Topics that should exist do not. */
export class TopicMissingError extends HoplineError {
  constructor(topics: readonly string[]) {
    super(
      'HPL_KAFKA_TOPIC_MISSING',
      `these topics do not exist: ${topics.join(', ')}; run the migrate job (services/migrate) first`,
      { retryable: true },
    );
  }
}

/** A topic exists with other properties than it should have. */
export class TopicMismatchError extends HoplineError {
  constructor(message: string) {
    super('HPL_KAFKA_TOPIC_MISMATCH', message);
  }
}

/** The client is not the one, or not set up as, the adapter needs. */
export class KafkaSetupError extends HoplineError {
  constructor(message: string) {
    super('HPL_KAFKA_SETUP', message);
  }
}

/** A broker answered with something that is not Kafka's protocol, or in a version that we do not speak. */
export class KafkaProtocolError extends HoplineError {
  constructor(message: string) {
    super('HPL_KAFKA_PROTOCOL', message);
  }
}

/** A worker can no longer consume, and would not by trying again in this process. */
export class ConsumerFailedError extends HoplineError {
  constructor(message: string, cause?: unknown) {
    super('HPL_KAFKA_CONSUMER_FAILED', message, { cause });
  }
}
