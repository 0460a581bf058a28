import { HoplineError } from '@hopline/runtime/errors';

/** The webhook's URL, or an address that its name resolves to, is one that webhooks may not reach. */
export class WebhookBlockedError extends HoplineError {
  constructor(problem: string) {
    super('HPL_WEBHOOK_BLOCKED', problem);
  }
}

/** The name in the webhook's URL has no address, or the name servers could not find out. */
export class NameUnresolvedError extends HoplineError {
  constructor(hostname: string, cause: unknown) {
    super('HPL_WEBHOOK_NAME_UNRESOLVED', `${hostname} does not resolve`, { retryable: true, cause });
  }
}

/** The name servers of this machine answer for no name at all. */
export class NameServersDownError extends HoplineError {
  constructor(hostname: string, cause: unknown) {
    super('HPL_WEBHOOK_NAME_SERVERS_DOWN', `no name server answered when it was asked for ${hostname}`, {
      retryable: true,
      cause,
    });
  }
}

/** The webhook's receiver did not answer in time. */
export class WebhookTimeoutError extends HoplineError {
  constructor(timeoutMs: number) {
    super('HPL_WEBHOOK_TIMEOUT', `no complete answer within ${timeoutMs} ms`, { retryable: true });
  }
}

/** The process had to stop before the receiver answered. What came of the post is unknown. */
export class AttemptCutShortError extends HoplineError {
  constructor() {
    super('HPL_DELIVERY_CUT_SHORT', 'the process stopped while the webhook was being posted', {
      retryable: true,
    });
  }
}
