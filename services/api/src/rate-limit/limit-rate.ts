// The hook in front of POST /api/events, and what a batch asks for.
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { RateLimitedError } from '../errors.ts';
import type { OrganizationLimit } from './organization-limit.ts';
import { leftField, rateLimitField, wholeSeconds } from './rate-limit-fields.ts';
import type { RateLimiter } from './rate-limiter.ts';

/**
 * One for each number of seconds that a window has: the stack trace of an error takes longer than the rest of a refusal,
 * and a flood is what they are for.
 */
const refusals = new Map<number, RateLimitedError>();

/** Admits a request that brings one event, or answers 429. Stands behind requireApiKey. */
export function limitRate(limiter: RateLimiter): onRequestHookHandler {
  return (request, reply, done) => {
    const limit = limitOfRequest(limiter, request);
    if (limit === undefined || limiter.admit(limit, 1) === 1) {
      if (limit !== undefined) describeLeft(limit, reply);
      done();
    } else {
      done(refusal(limit, reply, 1));
    }
  };
}

/** Answers 429 before the body of a batch is read when not one of its events could be admitted. Counts nothing. */
export function requireRoom(limiter: RateLimiter): onRequestHookHandler {
  return (request, reply, done) => {
    const limit = limitOfRequest(limiter, request);
    if (limit === undefined || limiter.hasRoom(limit)) {
      // An answer about the batch as a whole has the fields too, though none of its events was counted then.
      if (limit !== undefined) describeLeft(limit, reply);
      done();
    } else {
      done(refusal(limit, reply, 1));
    }
  };
}

/**
 * Admits as many events of a batch as there is room for, before any of them is accepted: the first of them. The others
 * are to be refused like the whole of a request, with `rateLimitedError`.
 * @returns how many are admitted
 * @throws {RateLimitedError} when none is
 */
export function admitBatch(
  limiter: RateLimiter,
  request: FastifyRequest,
  reply: FastifyReply,
  events: number,
): number {
  const limit = limitOfRequest(limiter, request);
  if (limit === undefined) return events;
  const admitted = limiter.admit(limit, events);
  if (admitted === 0 && events > 0) throw refusal(limit, reply, 1);
  describeLeft(limit, reply);
  return admitted;
}

function limitOfRequest(limiter: RateLimiter, { caller }: FastifyRequest): OrganizationLimit | undefined {
  if (!caller) throw new TypeError('this route has no requireApiKey in front of it');
  return limiter.of(caller);
}

function describeLeft(limit: OrganizationLimit, reply: FastifyReply): void {
  reply.header('ratelimit-policy', limit.policy);
  reply.header('ratelimit', leftField(limit, limit.askedAt));
}

/** `t` equals `Retry-After`, which must not be earlier than the end of the effective window. */
function refusal(limit: OrganizationLimit, reply: FastifyReply, events: number): RateLimitedError {
  const seconds = wholeSeconds(limit.waitFor(events, limit.askedAt));
  reply.header('ratelimit-policy', limit.policy);
  reply.header('ratelimit', rateLimitField(0, seconds));
  let error = refusals.get(seconds);
  if (!error) {
    error = new RateLimitedError(seconds);
    refusals.set(seconds, error);
  }
  return error;
}
