export interface SignsOfLife {
  /** Gives no more; resolves when the last one has its answer. */
  end(): Promise<void>;
}

/**
 * Has `give` called again and again, so that whoever waits for signs knows that this process is there. What fails is
 * followed by the next one.
 * @param longestMs after so long there are no more
 */
export function signsOfLife(
  give: () => Promise<unknown>,
  { everyMs, longestMs }: { readonly everyMs: number; readonly longestMs: number },
): SignsOfLife {
  const endsAt = performance.now() + longestMs;
  let sign: Promise<void> | undefined;
  async function giveOne(): Promise<void> {
    await give().catch(() => {});
    sign = undefined;
  }
  const timer = setInterval(() => {
    // Not beside one that has no answer yet: a connection has one statement at a time.
    if (performance.now() < endsAt) sign ??= giveOne();
  }, everyMs);
  return {
    async end() {
      clearInterval(timer);
      await sign;
    },
  };
}
