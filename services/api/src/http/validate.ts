// Requests are checked against their TypeBox schemas, as they are: nothing is coerced, filled in or dropped.
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { RequestInvalidError } from '../errors.ts';
import { pointerTo } from '../json/parse-document.ts';

/** Fastify's validator compiler. A failure is a RequestInvalidError about the first thing that is wrong. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  const validator = Compile(schema);
  return (value: unknown) => {
    if (validator.Check(value)) return { value };
    return { error: firstProblem(validator.Errors(value)) };
  };
};

/** What to tell the client of these errors. */
export function firstProblem(errors: readonly TLocalizedValidationError[]): RequestInvalidError {
  const [error] = errors;
  if (!error) return new RequestInvalidError('', 'is not valid');
  switch (error.keyword) {
    case 'required':
      return new RequestInvalidError(
        error.instancePath + pointerTo(error.params.requiredProperties[0] ?? ''),
        'is required',
      );
    case 'boolean':
      // A schema of `false` stands for the members that are not listed.
      return new RequestInvalidError(error.instancePath, 'is not a known member');
    case 'enum':
      return new RequestInvalidError(
        error.instancePath,
        `must be one of ${error.params.allowedValues.join(', ')}`,
      );
    case 'type':
      return new RequestInvalidError(
        error.instancePath,
        `must be of type ${[error.params.type].flat().join(' or ')}`,
      );
    default:
      return new RequestInvalidError(error.instancePath, error.message);
  }
}
