/** A command for a shell that sends an event. The page has no key that it could put in: the session's is not known to it. */
export function firstEventCommand(origin: string): string {
  const event = { type: 'order.created', dedup_id: 'order-1', payload: { order_id: 1, total: '19.90' } };
  return [
    `curl -sS ${origin}/api/events \\`,
    `  -H "X-API-Key: $HOPLINE_API_KEY" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(event)}'`,
  ].join('\n');
}
