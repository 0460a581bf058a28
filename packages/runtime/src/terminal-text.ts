/**
 * One line, whatever somebody has put into it: a terminal takes control characters for commands, and those that turn the
 * direction of text around (Unicode, UAX 9) make it read as something else.
 */
export function safe(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must not be printed
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
