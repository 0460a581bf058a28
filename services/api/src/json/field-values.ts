// Members as values, as far as a schema wants to see them: strings whole, objects and arrays only as what they are.
import { OPEN_BRACE, OPEN_BRACKET, QUOTE, stringAt } from '@hopline/wire/scan-value';
import type { Member } from './scan-object.ts';

const SOME_OBJECT = Object.freeze({});
const SOME_ARRAY = Object.freeze([]);

/** The member of this name that counts: of several the last one, as JSON.parse has it. */
export function lastNamed(members: readonly Member[], name: string): Member | undefined {
  for (let i = members.length - 1; i >= 0; i -= 1) {
    const member = members[i];
    if (member?.name === name) return member;
  }
  return undefined;
}

/** The value of a member; of an object or array an empty one, whatever is in it. */
export function fieldValue(text: Buffer, member: Member | undefined): unknown {
  if (member === undefined) return undefined;
  switch (text[member.start]) {
    case QUOTE:
      return stringAt(text, member.start, member.end);
    case OPEN_BRACE:
      return SOME_OBJECT;
    case OPEN_BRACKET:
      return SOME_ARRAY;
    default:
      return JSON.parse(text.toString('latin1', member.start, member.end));
  }
}

/** The fields that are there: a schema's errors tell a member that is missing from one that is undefined. */
export function presentFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
