// JSON as text. A payload is shown with the digits that it was sent with: a parser would change its long numbers.

const WORD = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/gy;
const SPACE = /\s*/y;

/** Its words: texts, numbers, names and punctuation, each as it stands; undefined where it is no JSON. */
function wordsOf(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
    if (at >= text.length) break;
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) return undefined;
    words.push(word);
    at += word.length;
  }
  return words;
}

/**
 * The same JSON on lines of its own, two spaces a level. What is no JSON stays as it is.
 */
export function indentJson(text: string): string {
  const words = wordsOf(text);
  if (!words) return text;
  let depth = 0;
  let out = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  words.forEach((word, i) => {
    const opened = words[i - 1] === '{' || words[i - 1] === '[';
    if (word === '}' || word === ']') {
      depth = Math.max(0, depth - 1);
      out += opened ? word : line() + word;
    } else if (word === ':' || word === ',') {
      out += word === ':' ? ': ' : ',';
    } else {
      if (opened || words[i - 1] === ',') out += line();
      out += word;
      if (word === '{' || word === '[') depth += 1;
    }
  });
  return out;
}

/** The text of a member of a JSON object, as it stands there; undefined when there is none. */
export function rawMember(text: string, name: string): string | undefined {
  const words = wordsOf(text);
  if (words?.[0] !== '{') return undefined;
  const wanted = JSON.stringify(name);
  let depth = 0;
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === '{' || word === '[') depth += 1;
    if (word === '}' || word === ']') depth -= 1;
    const isName = depth === 1 && words[i + 1] === ':' && (words[i - 1] === '{' || words[i - 1] === ',');
    if (isName && word === wanted) return valueAt(words, i + 2);
  }
  return undefined;
}

function valueAt(words: readonly string[], from: number): string {
  let depth = 0;
  let out = '';
  for (let i = from; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (word === '{' || word === '[') depth += 1;
    if (word === '}' || word === ']') depth -= 1;
    if (depth < 0 || (depth === 0 && word === ',' && i > from)) break;
    out += word;
    if (depth === 0) break;
  }
  return out;
}
