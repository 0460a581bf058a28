import Type from 'typebox';
import { json } from './answers.ts';
import { describe } from './operation.ts';
import { Id, Members } from './shapes.ts';

export const generateKeyOperation = describe({
  operationId: 'generateKey',
  summary: 'Make an organization and its first API key',
  tag: 'keys',
  access: 'admin',
  takesBody: true,
  asksDatabase: true,
  answers: {
    201: json(
      'The organization and its key.',
      Members({
        organization_id: Id('the id of the organization'),
        organization_name: Type.String(),
        tier: Type.Enum(['free', 'pro', 'enterprise']),
        key_id: Type.String({ description: 'names the key; not a secret' }),
        api_key: Type.String({ description: 'the key itself; shown only now' }),
      }),
    ),
  },
});
