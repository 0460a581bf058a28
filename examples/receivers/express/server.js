// Takes Hopline's webhooks: verifies, keeps, answers. The worker does the rest.
import { createServer } from 'node:http';
import express from 'express';
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

const app = express();
app.disable('x-powered-by');

app.get('/healthz', (_request, response) => {
  inbox.check();
  response.json({ status: 'ok' });
});

// The bytes as they came: a body that was parsed and printed again is not the one that was signed.
const rawBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false });

app.post('/hooks', rawBody, (request, response) => {
  const { body = Buffer.alloc(0), headers } = request;
  const problem = verify(body, headers);
  if (problem !== undefined) {
    log('webhook.refused', { problem });
    response.status(400).json({ error: problem });
    return;
  }
  const webhookId = headers['webhook-id'];
  const isNew = inbox.take(webhookId, body.toString('utf8'));
  log(isNew ? 'webhook.taken' : 'webhook.known', { webhook_id: webhookId });
  // It is kept: this may be answered now, and a repeat in the same way.
  response.json({ status: isNew ? 'taken' : 'known' });
  if (isNew) worker.wake();
});

app.use((error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status = 500, message } = error;
  if (status >= 500) log('request.failed', { error: message });
  response.status(status).json({ error: status < 500 ? message : 'Try again later' });
});

// Not app.listen: Node's own limit is five minutes for a request.
const limits = { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, connectionsCheckingInterval: 1000 };
const server = createServer(limits, app).listen(Number(PORT), HOST, () => {
  log('receiver.started', { host: HOST, port: Number(PORT) });
});

process.once('SIGTERM', stop);
process.once('SIGINT', stop);

/** Takes nothing more, answers what is under way, lets the worker finish its item. Then nothing keeps the process. */
function stop() {
  // A connection with an answer under way is idle a moment later, and would stay open.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  setTimeout(() => server.closeAllConnections(), STOP_MS).unref();
  server.close(async () => {
    clearInterval(sweep);
    await worker.stop();
    inbox.close();
    log('receiver.stopped');
  });
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
