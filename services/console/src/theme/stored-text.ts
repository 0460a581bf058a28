// What the browser keeps. In a frame of another site it may be forbidden to: then nothing is kept, and that is no error.

type Where = 'local' | 'session';

const storageOf = (where: Where): Storage =>
  where === 'local' ? window.localStorage : window.sessionStorage;

export function readStored(where: Where, name: string): string | undefined {
  try {
    return storageOf(where).getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text, or forgets it. */
export function writeStored(where: Where, name: string, text: string | undefined): void {
  try {
    if (text === undefined) storageOf(where).removeItem(name);
    else storageOf(where).setItem(name, text);
  } catch {
    // The page goes on without.
  }
}
