import Type from 'typebox';

/** A UUID in its lower-case text form. */
export const ID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** The `:id` of a path. */
export const IdParams = Type.Object({ id: Type.String({ pattern: ID_PATTERN }) });
