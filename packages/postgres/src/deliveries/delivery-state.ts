import { deliveryState } from '../schema.ts';

/** The states of docs/protocol.md, section 3. */
export const DELIVERY_STATES = deliveryState.enumValues;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
