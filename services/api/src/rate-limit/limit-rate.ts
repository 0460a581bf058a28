// The hook in front of the routes that take events, and what a batch asks for besides.
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

/** Admits a request that brings an event, or the first of many, or answers 429. Stands behind requireApiKey. */
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

/** Answers 429 when not one event would be admitted. Counts nothing: for a request that has to wait before it is counted. */
export function requireRoom(limiter: RateLimiter): onRequestHookHandler {
  return (request, reply, done) => {
    const limit = limitOfRequest(limiter, request);
    if (limit === undefined || limiter.hasRoom(limit)) {
      done();
    } else {
      done(refusal(limit, reply, 1));
    }
  };
}

/** What the rate limit says of a batch. */
export interface BatchAdmission {
  /** How many of its items are admitted: the first ones. */
  readonly admitted: number;
  /** Of the others, when there are any. */
  readonly refusal: RateLimitedError | undefined;
}

/**
 * Admits as many items of a batch as there is room for, good and bad ones alike: a bad one costs as much to refuse as a
 * single event that is bad, which counts too. The first one came in with limitRate, before the body was read.
 * @param items how many there are, one or more
 */
export function admitBatch(
  limiter: RateLimiter,
  request: FastifyRequest,
  reply: FastifyReply,
  items: number,
): BatchAdmission {
  const limit = limitOfRequest(limiter, request);
  const further = items - 1;
  if (limit === undefined || further === 0) return { admitted: items, refusal: undefined };
  const admitted = limiter.admit(limit, further);
  if (admitted < further) return { admitted: 1 + admitted, refusal: refusal(limit, reply, 1) };
  describeLeft(limit, reply);
  return { admitted: items, refusal: undefined };
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
