// The whole sender, a receiver, and the libraries that check what comes.
import assert from 'node:assert/strict';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { type Answer, type Received, type Receiver, startReceiver } from '../support/receiver.ts';
import { startThreeHops, type ThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';
import { startVerifiers } from './verifiers/start-verifiers.ts';
import { type SignedWebhook, signedPart, type Verifier } from './verifiers/verifier.ts';

export interface Sender extends ThreeHops {
  readonly receiver: Receiver;
  /** Waits for the nth webhook of an event at a path. */
  arrived(path: string, webhookId: string, nth?: number): Promise<Received>;
  /** Every library accepts the webhook with this key. */
  accepted(webhook: Received, key: string): Promise<void>;
  /** No library accepts what `change` makes of it, or with `key` the webhook itself. */
  refused(webhook: Received, key: string, change?: (signed: SignedWebhook) => SignedWebhook): Promise<void>;
}

/**
 * Starts everything; stopped with the test.
 * @param answer of the receiver; 200 without it
 * @param deliverEnv settings of deliver, beside what it needs
 */
export async function startSender(
  test: Cleanup,
  { answer, deliverEnv = {} }: { answer?: Answer; deliverEnv?: Record<string, string> } = {},
): Promise<Sender> {
  const t = inReverse(test);
  const verifiers = await startVerifiers(t);
  const receiver = await startReceiver(t, answer);
  const hops = await startThreeHops(t, deliverEnv);
  return {
    ...hops,
    receiver,
    arrived: (path, webhookId, nth = 1) =>
      until(`${path} got ${webhookId} ${nth} times`, () => at(receiver, path, webhookId)[nth - 1]),
    async accepted(webhook, key) {
      for (const [name, problem] of await judge(verifiers, signedPart(webhook), key)) {
        assert.equal(problem, undefined, `${name} refuses the webhook at ${webhook.path}`);
      }
    },
    async refused(webhook, key, change = (signed) => signed) {
      for (const [name, problem] of await judge(verifiers, change(signedPart(webhook)), key)) {
        assert.notEqual(problem, undefined, `${name} accepts the webhook at ${webhook.path}`);
      }
    },
  };
}

/** All webhooks of an event that came to a path. */
export function at(receiver: Receiver, path: string, webhookId: string): Received[] {
  return receiver.received.filter((one) => one.path === path && one.webhookId === webhookId);
}

/** The signatures of a webhook, each as version and value. */
export function signaturesOf({ headers }: Received): { version: string; value: string }[] {
  return String(headers['webhook-signature'])
    .split(' ')
    .map((one) => {
      const [version = '', value = '', ...more] = one.split(',');
      assert.deepEqual(more, [], one);
      return { version, value };
    });
}

function judge(
  verifiers: readonly Verifier[],
  signed: SignedWebhook,
  key: string,
): Promise<[name: string, problem: string | undefined][]> {
  return Promise.all(
    verifiers.map(
      async (one): Promise<[string, string | undefined]> => [one.name, await one.problemOf(signed, key)],
    ),
  );
}
