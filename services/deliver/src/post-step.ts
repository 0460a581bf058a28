import type { Logger } from '@hopline/telemetry/logger';
import { injectTrace } from '@hopline/telemetry/trace-headers';
import type { Context } from '@hopline/telemetry/tracing';
import { SecretUnreadableError } from '@hopline/wire/errors';
import packageJson from '../package.json' with { type: 'json' };
import { type Attempt, traced } from './attempt.ts';
import { classifyError } from './classify-response.ts';
import type { EndpointSecrets } from './endpoint-secrets.ts';
import { AttemptCutShortError } from './errors.ts';
import { type Message, type Posted, type PostOptions, postWebhook } from './post.ts';
import { redactAnswer } from './redact-answer.ts';
import { signWebhook } from './sign.ts';

const FIXED_HEADERS = {
  'content-type': 'application/json',
  'user-agent': `Hopline/${packageJson.version}`,
};

/** The step that signs and posts. It gives undefined when the stop of the process cut the post short. */
export function createPostStep(options: PostOptions, secrets: EndpointSecrets, log: Logger) {
  return async function post(attempt: Attempt): Promise<Posted | undefined> {
    try {
      return await traced(attempt, async (context) => {
        let message: Message;
        try {
          message = messageOf(attempt, secrets, context);
        } catch (error) {
          if (!(error instanceof SecretUnreadableError)) throw error;
          // Nothing is posted that its receiver could only refuse. To be tried again: the key may be on its way here.
          log.error({ ...fieldsOf(attempt), problem: error.message }, 'delivery.unsigned');
          return { verdict: classifyError(error), response: null };
        }
        const { verdict, response } = await postWebhook(message, options);
        return { verdict, response: redactAnswer(response, secrets.headersOf(attempt.delivery)) };
      });
    } catch (error) {
      if (!(error instanceof AttemptCutShortError)) throw error;
      log.warn(fieldsOf(attempt), 'delivery.cut_short');
      attempt.span.end();
      return undefined;
    }
  };
}

function fieldsOf({ delivery, startedAt, traceId }: Attempt): object {
  const { id, eventId, endpointId, organizationId, attempt } = delivery;
  return {
    org_id: organizationId,
    event_id: eventId,
    delivery_id: id,
    endpoint_id: endpointId,
    attempt,
    duration_ms: Math.round(performance.now() - startedAt),
    trace_id: traceId,
  };
}

/** @throws {SecretUnreadableError} when it cannot be signed */
function messageOf({ delivery }: Attempt, secrets: EndpointSecrets, context: Context): Message {
  const { endpointId, url, eventId, body } = delivery;
  const now = Date.now();
  return {
    endpointId,
    url,
    body,
    // The endpoint's own come first: whatever it has stored, it replaces none of ours.
    headers: {
      ...secrets.headersOf(delivery),
      ...FIXED_HEADERS,
      ...(delivery.sendTraceparent ? traceHeader(context) : {}),
      ...signWebhook(secrets.signersOf(delivery, now), eventId, now, body),
    },
  };
}

/** Without `tracestate`: what vendors keep there is not for strangers. */
function traceHeader(context: Context): Record<string, string> {
  const headers: Record<string, string> = {};
  injectTrace(context, headers);
  return headers.traceparent === undefined ? {} : { traceparent: headers.traceparent };
}

/** Nothing is claimed for a post where deliveries are cancelled. */
export async function neverPost(): Promise<never> {
  throw new Error('a delivery was claimed although none may be posted');
}
