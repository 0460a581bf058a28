import type { Logger } from '@hopline/telemetry/logger';
import packageJson from '../package.json' with { type: 'json' };
import { type Attempt, traced } from './attempt.ts';
import { AttemptCutShortError } from './errors.ts';
import { type Message, type Posted, type PostOptions, postWebhook } from './post.ts';
import { signWebhook } from './sign.ts';

const FIXED_HEADERS = {
  'content-type': 'application/json',
  'user-agent': `Hopline/${packageJson.version}`,
};

/** The step that signs and posts. It gives undefined when the stop of the process cut the post short. */
export function createPostStep(options: PostOptions, log: Logger) {
  return async function post(attempt: Attempt): Promise<Posted | undefined> {
    try {
      return await traced(attempt, () => postWebhook(messageOf(attempt), options));
    } catch (error) {
      if (!(error instanceof AttemptCutShortError)) throw error;
      const { id, eventId, endpointId, organizationId, attempt: number } = attempt.delivery;
      log.warn(
        {
          org_id: organizationId,
          event_id: eventId,
          delivery_id: id,
          endpoint_id: endpointId,
          attempt: number,
          duration_ms: Math.round(performance.now() - attempt.startedAt),
          trace_id: attempt.traceId,
        },
        'delivery.cut_short',
      );
      attempt.span.end();
      return undefined;
    }
  };
}

function messageOf({ delivery }: Attempt): Message {
  const { endpointId, url, secret, eventId, body } = delivery;
  return {
    endpointId,
    url,
    body,
    headers: { ...FIXED_HEADERS, ...signWebhook(secret, eventId, Date.now(), body) },
  };
}
