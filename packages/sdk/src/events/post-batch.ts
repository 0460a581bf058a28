import { HoplineError } from '../errors.ts';
import type { Transport } from '../http/transport.ts';
import { batchBody } from './batch-body.ts';
import { outcomesOfAnswer, outcomesOfError } from './batch-outcomes.ts';
import type { PostBatch } from './send-each.ts';

/** Posts batches by this transport. Only an abort throws: every answer, and none, says something of each event. */
export function createPostBatch(transport: Transport): PostBatch {
  return async (events, signal) => {
    try {
      const answer = await transport.once('postEventBatch', { text: batchBody(events), signal });
      return outcomesOfAnswer(answer, events.length);
    } catch (error) {
      if (error instanceof HoplineError) return outcomesOfError(error, events.length);
      throw error;
    }
  };
}
