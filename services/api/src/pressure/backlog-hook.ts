import type { onRequestHookHandler } from 'fastify';
import { organizationOf } from '../auth/authenticate.ts';
import { IngestBacklogError } from '../errors.ts';
import type { BacklogWatch } from './backlog-watch.ts';
import { backlogRetrySeconds } from './partition-backlog-wait.ts';

/** Answers 429 to the organizations that fill a partition faster than it is stored. Stands behind requireApiKey. */
export function refuseBacklogged(watch: Pick<BacklogWatch, 'refuses' | 'waitOf'>): onRequestHookHandler {
  // One for each number of seconds, at most sixty: a stack trace takes longer than the rest of a refusal.
  const refusals = new Map<number, IngestBacklogError>();

  function refusal(organizationId: string): IngestBacklogError {
    const seconds = backlogRetrySeconds(watch.waitOf(organizationId));
    let error = refusals.get(seconds);
    if (!error) {
      error = new IngestBacklogError(seconds);
      refusals.set(seconds, error);
    }
    return error;
  }

  return (request, _reply, done) => {
    const organizationId = organizationOf(request);
    done(watch.refuses(organizationId) ? refusal(organizationId) : undefined);
  };
}
