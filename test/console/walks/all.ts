import type { Walk } from '../walk.ts';
import { administrator } from './administrator.ts';
import { deadLetters } from './dead-letters.ts';
import { endpointLife } from './endpoint-life.ts';
import { keys } from './keys.ts';
import { reader } from './reader.ts';
import { signIn } from './sign-in.ts';
import { tail } from './tail.ts';

/** In their order: an api that dies ends the streams of the others, and the last one repeats what all have asked. */
export const WALKS: readonly Walk[] = [signIn, endpointLife, deadLetters, tail, keys, administrator, reader];
