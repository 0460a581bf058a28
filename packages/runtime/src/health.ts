/** Says what is wrong in a few words, or undefined when all is well. */
export type HealthCheck = () => string | undefined | Promise<string | undefined>;

export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, string>>;
}

/** Runs all checks at the same time, each for at most `timeoutMs`; one that takes longer counts as failed. */
export async function checkHealth(
  checks: Readonly<Record<string, HealthCheck>>,
  timeoutMs = 1000,
): Promise<HealthReport> {
  const entries = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check, timeoutMs)] as const),
  );
  const healthy = entries.every(([, answer]) => answer === 'ok');
  return { status: healthy ? 'ok' : 'unavailable', checks: Object.fromEntries(entries) };
}

async function runCheck(check: HealthCheck, timeoutMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, `no answer within ${timeoutMs} ms`);
  });
  try {
    return (await Promise.race([check(), timeout])) ?? 'ok';
  } catch (error) {
    return (error as Error).message;
  } finally {
    clearTimeout(timer);
  }
}
