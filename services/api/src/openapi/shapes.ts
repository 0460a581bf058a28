// What answers are made of.
import Type, { type TSchema } from 'typebox';
import { RequestInvalidError, RouteNotFoundError } from '../errors.ts';

export const Id = (description: string) =>
  Type.String({ format: 'uuid', description, examples: ['0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77'] });

export const Time = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-03-01T12:00:00.000Z'] });

/** A member that is there, but may be null. */
export const OrNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);

/** An object with these members, all there, and no others. */
export const Members = (members: Record<string, TSchema>, options: object = {}) =>
  Type.Object(members, { additionalProperties: false, ...options });

/** What an `:id` of a path may be refused for; one that is far too long leads to no route at all. */
export const ID_ERRORS = [new RequestInvalidError('/id', 'must match its pattern'), new RouteNotFoundError()];
