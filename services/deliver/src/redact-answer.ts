// A receiver that fails may say in its answer what it was sent, headers and all. The beginning of the answer is kept for
// people to read, and what an endpoint has sealed must not become readable that way. Pure.

/** Shorter values stand in any text, and are no secrets. */
const MIN_LENGTH = 8;
/** Never longer than what it stands for, so that what is kept stays within its bound. */
const REDACTED = '***';

/**
 * The same bytes with the endpoint's own header values, and the credentials in them, struck out.
 * @param answer the beginning of an answer's body, in whatever encoding; the last value in it may be cut off
 * @param headers the endpoint's own, by name; their values are ASCII
 */
export function redactAnswer(
  answer: Buffer | null,
  headers: Readonly<Record<string, string>>,
): Buffer | null {
  const secrets = Object.values(headers).flatMap(formsOf);
  if (answer === null || answer.length === 0 || secrets.length === 0) return answer;
  // One character a byte, so that whatever else stands there stays as it is.
  const text = answer.toString('latin1');
  const redacted = secrets.reduce(
    (left, secret) => withoutEnd(left.replaceAll(secret, REDACTED), secret),
    text,
  );
  return redacted === text ? answer : Buffer.from(redacted, 'latin1');
}

/** The value and, as in `Bearer …`, its credentials (RFC 9110, 11.4); both as they are and as JSON has them; longest first. */
function formsOf(value: string): string[] {
  const credentials = value.slice(value.lastIndexOf(' ') + 1);
  const forms = [value, credentials].flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]);
  return [...new Set(forms)].filter((form) => form.length >= MIN_LENGTH).sort((a, b) => b.length - a.length);
}

/** What was kept may end in the middle of a secret. */
function withoutEnd(text: string, secret: string): string {
  for (let length = secret.length - 1; length >= MIN_LENGTH; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}${REDACTED}`;
  }
  return text;
}
