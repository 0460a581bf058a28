import { InvalidHeaderError } from '../errors.ts';
import type { PostedEvent } from './posted-event.ts';

// Other characters would reach us as latin1, whatever they were, and so as another key than the same text in a body. Nor is a
// space one of them: a header that stands twice, which Node joins with a comma and a space, is therefore no key.
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The event with the `Idempotency-Key` header as its dedup_id, as it was sent. An event that has a dedup_id of its own
 * keeps it: it names the event, the header may come from an HTTP client that knows only of requests.
 * @throws {InvalidHeaderError}
 */
export function withIdempotencyKey(event: PostedEvent, header: string | string[] | undefined): PostedEvent {
  if (header === undefined || event.dedupId !== null) return event;
  if (typeof header !== 'string' || !IDEMPOTENCY_KEY.test(header)) {
    throw new InvalidHeaderError(
      'Idempotency-Key',
      'must have 1 to 255 visible ASCII characters; use dedup_id for others',
    );
  }
  return { ...event, dedupId: header };
}
