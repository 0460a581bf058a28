import { hash, timingSafeEqual } from 'node:crypto';

/**
 * Compares with the admin token in constant time. Hashed first, because only equally long values can be compared so, and
 * the length of the token is a secret too.
 */
export function createAdminTokenCheck(adminToken: string): (token: string) => boolean {
  const wanted = hash('sha256', adminToken, 'buffer');
  return (token) => timingSafeEqual(hash('sha256', token, 'buffer'), wanted);
}
