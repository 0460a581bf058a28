import type { Walk } from '../walk.ts';
import { administrator } from './administrator.ts';
import { chosenOrganization } from './chosen-organization.ts';
import { colors } from './colors.ts';
import { deadLetters } from './dead-letters.ts';
import { dialogs } from './dialogs.ts';
import { endpointLife } from './endpoint-life.ts';
import { firstSteps } from './first-steps.ts';
import { keyboard } from './keyboard.ts';
import { keys } from './keys.ts';
import { lists } from './lists.ts';
import { look } from './look.ts';
import { oneDelivery } from './one-delivery.ts';
import { outage } from './outage.ts';
import { overview } from './overview.ts';
import { portal } from './portal.ts';
import { reader } from './reader.ts';
import { reconcile } from './reconcile.ts';
import { refused } from './refused.ts';
import { signIn } from './sign-in.ts';
import { tail } from './tail.ts';
import { topics } from './topics.ts';
import { webServer } from './web-server.ts';
import { weight } from './weight.ts';

/** In an order that matters here and there: some leave behind what others look at, and the last one repeats what all have asked. */
export const WALKS: readonly Walk[] = [
  ...[
    weight,
    signIn,
    overview,
    look,
    dialogs,
    endpointLife,
    deadLetters,
    oneDelivery,
    lists,
    tail,
    reconcile,
  ],
  ...[keys, administrator, chosenOrganization, topics, colors, reader, portal, webServer],
  ...[keyboard, firstSteps, outage, refused],
];
