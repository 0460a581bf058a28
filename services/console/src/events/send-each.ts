// Several deliveries that are attempted again, one after the other. Pure.

export interface Refused<One> {
  readonly one: One;
  readonly error: unknown;
}

/** Does it for each, whatever became of those before; gives those that were refused, and why. */
export async function sendEach<One>(
  those: readonly One[],
  send: (one: One) => Promise<unknown>,
): Promise<readonly Refused<One>[]> {
  const refused: Refused<One>[] = [];
  for (const one of those) {
    try {
      await send(one);
    } catch (error) {
      refused.push({ one, error });
    }
  }
  return refused;
}
