import { organizations } from '../schema.ts';

/** An organization as its administrator sees it. */
export const organizationColumns = {
  id: organizations.id,
  name: organizations.name,
  tier: organizations.tier,
  rateLimit: organizations.rateLimit,
  partitionSpread: organizations.partitionSpread,
  createdAt: organizations.createdAt,
};

export type Organization = Pick<typeof organizations.$inferSelect, keyof typeof organizationColumns>;
