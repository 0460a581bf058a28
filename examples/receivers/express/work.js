/**
 * Yours goes here. What it returns is written once, in the transaction that ends the item. What it does elsewhere (a mail, a
 * call of another service) may happen again after a crash: hand on the webhook's id as the idempotency key. It shares its
 * thread with what answers webhooks: await what takes time, and leave what computes for long to a worker thread.
 * @param {string} _webhookId
 * @param {{ id: string, type: string, timestamp: string, data: unknown }} event
 * @returns {Promise<string>}
 * @throws {Error} to be called again later
 */
export async function work(_webhookId, event) {
  return `${event.type} of ${event.timestamp}`;
}
