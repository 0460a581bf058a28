// Stands in place of an example's work.js: work that ends the process, as one that runs out of memory does.
export async function work(_webhookId, event) {
  if (event.type === 'order.deadly') process.exit(7);
  if (event.type === 'order.broken') throw new Error('broken');
  return event.type;
}
