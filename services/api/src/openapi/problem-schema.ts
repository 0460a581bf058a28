import Type from 'typebox';

/** The body of every error (RFC 9457). Some codes add members of their own. */
export const Problem = Type.Object(
  {
    title: Type.String({ description: 'the reason phrase of the status' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.String({
      pattern: '^HPL_[A-Z_]+$',
      description: 'tells errors apart; codes do not change, and docs/errors.md has them all',
    }),
    detail: Type.String({ description: 'for people; may change' }),
    pointer: Type.Optional(
      Type.String({ description: 'a JSON pointer (RFC 6901) to the member of the request that is wrong' }),
    ),
    trace_id: Type.String({ pattern: '^[0-9a-f]{32}$', description: 'finds the request in logs and traces' }),
  },
  { $id: 'Problem', title: 'Problem' },
);
