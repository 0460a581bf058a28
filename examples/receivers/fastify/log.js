/**
 * Prints one line of JSON.
 * @param {string} message what happened
 * @param {Record<string, unknown>} fields never a secret, a signature or a body
 */
export function log(message, fields = {}) {
  console.log(JSON.stringify({ time: new Date().toISOString(), message, ...fields }));
}
