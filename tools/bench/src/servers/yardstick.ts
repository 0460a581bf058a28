import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import Type from 'typebox';

const schema = {
  body: Type.Object(
    {
      type: Type.String({ pattern: '^[A-Za-z0-9_.-]{1,128}$' }),
      dedup_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
      payload: Type.Object({}, { additionalProperties: true }),
    },
    { additionalProperties: false },
  ),
  response: { 202: Type.Object({ id: Type.String(), status: Type.String() }) },
};

/** A Fastify app with one route, which parses and checks an event, hands it over and answers 202. */
export function buildYardstick(accept: (event: unknown) => Promise<void>): FastifyInstance {
  const app = Fastify({ bodyLimit: 256 * 1024 });
  app.get('/readyz', async () => ({ status: 'ok' }));
  app.post('/api/events', { schema }, async (request, reply) => {
    await accept(request.body);
    return reply.code(202).send({ id: randomUUID(), status: 'accepted' });
  });
  return app;
}
