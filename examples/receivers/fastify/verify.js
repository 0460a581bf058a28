// Who sent a webhook, and when: the reference library of Standard Webhooks, https://www.standardwebhooks.com.
import { isUtf8 } from 'node:buffer';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/**
 * @param {string} secrets `whsec_…`, or several, divided by blanks or commas, while one takes over from another
 * @returns {(body: Buffer, headers: import('node:http').IncomingHttpHeaders) => string | undefined} what is wrong with a
 *   webhook; undefined when one of the secrets has signed exactly this, less than five minutes ago
 * @throws {Error} when there is no secret, or one that is none
 */
export function createVerifier(secrets) {
  const webhooks = secrets
    .split(/[\s,]+/)
    .filter((secret) => secret !== '')
    .map((secret) => new Webhook(secret));
  if (webhooks.length === 0) throw new Error('no secret');

  return (body, headers) => {
    // The library signs a text: bytes that are no UTF-8 would be replaced first, and pass for the text that has the
    // replacement in it.
    if (!isUtf8(body)) return 'The body is not UTF-8';
    const text = body.toString('utf8');
    let problem;
    for (const webhook of webhooks) {
      try {
        webhook.verify(text, headers, { jsonParse: false });
        return undefined;
      } catch (error) {
        if (!(error instanceof WebhookVerificationError)) throw error;
        problem = error.message;
      }
    }
    return problem;
  };
}
