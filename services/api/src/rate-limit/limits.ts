import type { Caller } from '../auth/key-cache.ts';

/** Events a minute of an organization that has no limit of its own. The tier `enterprise` has none. */
export interface TierLimits {
  readonly free: number;
  readonly pro: number;
}

/** How many events a minute the caller's organization may send; Infinity when there is no limit. */
export function limitOf({ rateLimit, tier }: Pick<Caller, 'rateLimit' | 'tier'>, tiers: TierLimits): number {
  if (rateLimit !== null) return rateLimit;
  return tier === 'enterprise' ? Number.POSITIVE_INFINITY : tiers[tier];
}
