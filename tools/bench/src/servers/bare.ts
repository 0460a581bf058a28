// The yardstick: Fastify with the same schema and the same answer, and nothing behind it.
import { buildYardstick } from './yardstick.ts';

await buildYardstick(async () => {}).listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
process.on('disconnect', () => process.exit(0));
