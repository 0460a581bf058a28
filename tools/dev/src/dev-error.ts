/** A failure whose message is one clear line for the person at the keyboard: what is wrong and what to do. */
export class DevError extends Error {
  override name = 'DevError';
}
