const MOST = 120;

/** A text in one line: runs of white space as one space, and of a long one the beginning. */
export function shorten(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  const characters = [...line.slice(0, 2 * MOST + 2)];
  return characters.length > MOST ? `${characters.slice(0, MOST - 2).join('')} …` : line;
}
