import type { InboxPage } from '@hopline/postgres/inbox/search-inbox';

/** The most bytes of webhook bodies in one page, but for a single event that has more. */
export const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** The page cut behind the events whose bodies fit; the rest comes with the next one. */
export function boundPayloads(page: InboxPage, maxBytes = MAX_PAGE_BYTES): InboxPage {
  let bytes = 0;
  const end = page.events.findIndex((event, i) => {
    bytes += event.bytes;
    return i > 0 && bytes > maxBytes;
  });
  if (end === -1) return page;
  const events = page.events.slice(0, end);
  return { events, next: events.at(-1)?.position, complete: false };
}
