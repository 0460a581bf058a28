// Server-sent events out of the text of a stream (HTML Living Standard, section 9.2.6).

export interface ServerEvent {
  /** `message` unless the stream says otherwise. */
  readonly name: string;
  readonly data: string;
  /** The last id that the stream has said so far; empty for none. */
  readonly id: string;
}

export interface EventParser {
  /** The events that this piece of the stream completes. */
  push(text: string): readonly ServerEvent[];
}

export function createEventParser(): EventParser {
  let rest = '';
  let endedInReturn = false;
  let name = '';
  let id = '';
  let data: string[] = [];

  function takeLine(line: string, into: ServerEvent[]): void {
    if (line === '') {
      // An event without data is none.
      if (data.length > 0) into.push({ name: name || 'message', data: data.join('\n'), id });
      name = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    // A comment, such as those that keep the connection open.
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
    if (field === 'id' && !value.includes('\0')) id = value;
  }

  return {
    push(text) {
      // Lines end with \n, \r or \r\n, and a piece may end between the two of the last.
      const piece = endedInReturn && text.startsWith('\n') ? text.slice(1) : text;
      if (text !== '') endedInReturn = text.endsWith('\r');
      const lines = (rest + piece).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      const events: ServerEvent[] = [];
      for (const line of lines) takeLine(line, events);
      return events;
    },
  };
}
