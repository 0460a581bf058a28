/**
 * Runs tasks at the same time. When one fails the others are told to end, and only when all have ended is that first
 * failure thrown: nothing goes on behind the caller's back.
 * @param signal ends all of them
 */
export async function together<T extends readonly unknown[]>(
  signal: AbortSignal,
  ...tasks: { [K in keyof T]: (signal: AbortSignal) => Promise<T[K]> }
): Promise<T> {
  const failed = new AbortController();
  let first: { readonly error: unknown } | undefined;
  const either = AbortSignal.any([signal, failed.signal]);
  const results = await Promise.all(
    tasks.map((task) =>
      task(either).catch((error: unknown) => {
        first ??= { error };
        failed.abort(error);
      }),
    ),
  );
  if (first !== undefined) throw first.error;
  return results as unknown as T;
}
