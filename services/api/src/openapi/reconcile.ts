import { DELIVERY_STATES } from '@hopline/postgres/deliveries/delivery-state';
import Type from 'typebox';
import { RequestInvalidError } from '../errors.ts';
import { json } from './answers.ts';
import { describe } from './operation.ts';
import { Members, OrNull, Time } from './shapes.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const BOOKS = {
  appended: count('records that were read from the events topic'),
  stored: count('those that became an event'),
  duplicates: count('those that repeat an event, under its dedup_id or because they were written twice'),
  conflicts: count('those of the duplicates that have another type or payload than the event that stays'),
  poison: count('those that can never be stored; they stand in the dead-letter topic'),
  balanced: Type.Boolean({ description: 'whether appended = stored + duplicates + poison' }),
  deliveries: Type.Array(
    Members({
      state: Type.Enum(DELIVERY_STATES),
      reason: OrNull(Type.String({ description: 'why it ended as it did' })),
      count: Type.Integer({ minimum: 1 }),
    }),
    { description: 'of the events that were stored, by state and reason, as they are now' },
  ),
};

const Reconciliation = Members({
  from: Time('the first hour'),
  to: Time('the hour after the last'),
  balanced: Type.Boolean({ description: 'whether every hour is balanced' }),
  totals: Members(BOOKS),
  hours: Type.Array(Members({ hour: Time('its beginning'), ...BOOKS }), {
    description: 'the hours in which something was, in their order',
  }),
});

const EXAMPLE_BOOKS = {
  appended: 1000,
  stored: 997,
  duplicates: 3,
  conflicts: 1,
  poison: 0,
  balanced: true,
  deliveries: [
    { state: 'succeeded', reason: 'delivered', count: 1990 },
    { state: 'dead', reason: 'exhausted', count: 4 },
  ],
};

export const reconcileOperation = describe({
  operationId: 'reconcile',
  summary: 'Reconcile what was sent with what became of it',
  description: `Hour by hour, by the time at which Kafka was given the event. An event counts as soon as it is stored, and its
deliveries stand in its hour however late they are made. They are counted as long as they are kept; the other figures stay.
Compare \`appended\` with the number of your requests that were answered 202: it also has those whose answer got lost.

A million deliveries are counted in about half a second. What takes longer than 5 s is given up with 503: ask for fewer hours
then.`,
  tag: 'events',
  access: 'reader',
  asksDatabase: true,
  answers: {
    200: json('The books of these hours.', Reconciliation, {
      example: {
        from: '2026-03-01T00:00:00.000Z',
        to: '2026-03-02T00:00:00.000Z',
        balanced: true,
        totals: EXAMPLE_BOOKS,
        hours: [{ hour: '2026-03-01T12:00:00.000Z', ...EXAMPLE_BOOKS }],
      },
    }),
  },
  errors: [new RequestInvalidError('/from', 'must be earlier than `to`')],
});
