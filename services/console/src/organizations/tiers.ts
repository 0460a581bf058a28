import type { Organization } from '../api/shapes.ts';

export type Tier = Organization['tier'];

export const TIERS: readonly (readonly [Tier, string])[] = [
  ['free', 'free'],
  ['pro', 'pro'],
  ['enterprise', 'enterprise'],
];
