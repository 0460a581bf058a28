// Takes Hopline's webhooks: verifies, keeps, answers. The worker does the rest.
import Fastify from 'fastify';
import { openInbox } from './inbox.js';
import { log } from './log.js';
import { createVerifier } from './verify.js';
import { work } from './work.js';
import { startWorker } from './worker.js';

const { HOST = '127.0.0.1', PORT = '9000', DATABASE_FILE = 'webhooks.db', WEBHOOK_SECRET = '' } = process.env;
/** A payload has at most 256 KiB; what Hopline puts around it is less than one more. */
const MAX_BODY_BYTES = 257 * 1024;
const REQUEST_MS = 10_000;
const STOP_MS = 10_000;

const verify = createVerifierOrExit();
const inbox = openInbox(DATABASE_FILE);
const worker = startWorker(inbox, work);

const app = Fastify({
  bodyLimit: MAX_BODY_BYTES,
  requestTimeout: REQUEST_MS,
  http: { headersTimeout: REQUEST_MS, connectionsCheckingInterval: 1000 },
});

app.get('/healthz', async () => {
  inbox.check();
  return { status: 'ok' };
});

// The bytes as they came: a body that was parsed and printed again is not the one that was signed.
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post('/hooks', async (request, reply) => {
  const { headers } = request;
  const body = request.body ?? Buffer.alloc(0);
  const problem = verify(body, headers);
  if (problem !== undefined) {
    log('webhook.refused', { problem });
    return reply.code(400).send({ error: problem });
  }
  const webhookId = headers['webhook-id'];
  const isNew = inbox.take(webhookId, body.toString('utf8'));
  log(isNew ? 'webhook.taken' : 'webhook.known', { webhook_id: webhookId });
  if (isNew) worker.wake();
  // It is kept: this may be answered now, and a repeat in the same way.
  return { status: isNew ? 'taken' : 'known' };
});

app.setErrorHandler((error, _request, reply) => {
  const { statusCode = 500, message } = error;
  if (statusCode >= 500) log('request.failed', { error: message });
  return reply.code(statusCode).send({ error: statusCode < 500 ? message : 'Try again later' });
});

await app.listen({ host: HOST, port: Number(PORT) });
log('receiver.started', { host: HOST, port: Number(PORT) });

process.once('SIGTERM', stop);
process.once('SIGINT', stop);

/** Takes nothing more, answers what is under way, lets the worker finish its item. Then nothing keeps the process. */
async function stop() {
  // A connection with an answer under way is idle a moment later, and would stay open.
  const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
  setTimeout(() => app.server.closeAllConnections(), STOP_MS).unref();
  await app.close();
  clearInterval(sweep);
  await worker.stop();
  inbox.close();
  log('receiver.stopped');
}

function createVerifierOrExit() {
  try {
    return createVerifier(WEBHOOK_SECRET);
  } catch (error) {
    // Not the setting itself: it is a secret.
    log('receiver.failed', {
      error: `WEBHOOK_SECRET must be the secret of the endpoint, whsec_…: ${error.message}`,
    });
    process.exit(1);
  }
}
