// Does what the webhooks ask for, one after the other, behind their answers.
import { setImmediate } from 'node:timers/promises';
import { log } from './log.js';

/** How often it looks by itself: for what was put off. */
const LOOK_MS = 1000;

/**
 * @param {ReturnType<typeof import('./inbox.js').openInbox>} inbox
 * @param {(webhookId: string, event: object) => Promise<string>} work
 */
export function startWorker(inbox, work) {
  let stopping = false;
  let bell = Promise.withResolvers();
  const ended = run();

  async function run() {
    while (!stopping) {
      let worked = false;
      try {
        worked = await workOne();
      } catch (error) {
        // The store is away, or full.
        log('worker.failed', { error: error.message });
      }
      if (worked) {
        // Requests come in between.
        await setImmediate();
        continue;
      }
      const timer = setTimeout(bell.resolve, LOOK_MS);
      await bell.promise;
      clearTimeout(timer);
      if (!stopping) bell = Promise.withResolvers();
    }
  }

  async function workOne() {
    const item = inbox.begin();
    if (!item) return false;
    const { webhookId } = item;
    try {
      inbox.finish(webhookId, await work(webhookId, JSON.parse(item.body)));
      log('work.done', { webhook_id: webhookId });
    } catch (error) {
      inbox.postpone(webhookId);
      log('work.failed', { webhook_id: webhookId, attempts: item.attempts, error: error.message });
    }
    return true;
  }

  return {
    /** There is something to do. */
    wake: () => bell.resolve(),
    /** Resolves when what is under way is done. */
    stop() {
      stopping = true;
      bell.resolve();
      return ended;
    },
  };
}
