import type { onRequestHookHandler } from 'fastify';
import { organizationOf } from '../auth/authenticate.ts';
import { IngestBacklogError } from '../errors.ts';
import type { BacklogWatch } from './backlog-watch.ts';

/** Answers 429 to the organizations that fill a partition faster than it is stored. Stands behind requireApiKey. */
export function refuseBacklogged(watch: Pick<BacklogWatch, 'refuses'>): onRequestHookHandler {
  const backlogged = new IngestBacklogError();
  return (request, _reply, done) => {
    done(watch.refuses(organizationOf(request)) ? backlogged : undefined);
  };
}
