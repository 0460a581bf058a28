// What a test runs in a runtime, with the packed package installed beside it: prints what came of everything as JSON. It
// ends without having closed its sender.
import { Hopline } from '@hopline/sdk';
import { verifyWebhook } from '@hopline/sdk/webhooks';

const { apiKey, baseUrl, webhook } = JSON.parse(globalThis.process.env.GIVEN);
const hopline = new Hopline({ apiKey, baseUrl });
const events = [1, 2, 3].map((i) => ({ type: 'order.created', payload: { i } }));

const { id } = await hopline.send(events[0]);
const stored = await hopline.events.get(id, { waitMs: 60_000 });
const { accepted } = await hopline.sendBatch(events);
const refused = await hopline.send({ type: 'not a type', payload: {} }).catch((error) => error.code);
let listed = 0;
for await (const _ of hopline.events.list({ limit: 1 })) listed += 1;
const aborted = await hopline
  .send(events[0], { signal: AbortSignal.abort(new Error('enough')) })
  .catch((error) => error.message);
const verified = verifyWebhook(webhook.body, new Headers(webhook.headers), webhook.secret).id;

// Far from a full batch: they would wait for a while.
const sender = hopline.sender({ maxDelayMs: 5000 });
const last = events.map((event) => sender.enqueue(event));
Promise.all(last).then((ids) => {
  const sent = new Set(ids).size;
  console.log(
    JSON.stringify({
      stored: stored.id === id,
      accepted,
      refused,
      listed: listed > 0,
      aborted,
      verified,
      sent,
    }),
  );
});
