import type { ReplayChange } from '@hopline/postgres/replays/change-replay';
import { MOST_COUNTED } from '@hopline/postgres/replays/count-replayed';
import { PREVIEW_BUDGET } from '@hopline/postgres/replays/preview-replay';
import { FAILED_STATES, REPLAY_STATES, SELECTIONS } from '@hopline/postgres/replays/replay';
import Type from 'typebox';
import { RequestInvalidError } from '../errors.ts';
import {
  EndpointNotFoundError,
  ReplayEndedError,
  ReplayLimitError,
  ReplayNotFoundError,
} from '../resource-errors.ts';
import { json } from './answers.ts';
import { describe } from './operation.ts';
import { ID_ERRORS, Id, Members, OrNull, Time } from './shapes.ts';

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const CountUpTo = (description: string) => Type.Integer({ minimum: 0, maximum: MOST_COUNTED, description });

const Part = Members({
  endpoint_id: Id('the id of the endpoint'),
  replayed: Count('deliveries that were made pending again'),
  made: Count('deliveries that it never had and that were made'),
  waits_for: OrNull(
    Type.String({
      description:
        '`paused`, `disabled`: the endpoint is. `held`: it asked to be left alone, or its breaker is open. `behind`: other deliveries to it are overdue and go first. `under_way`: what was replayed last',
    }),
  ),
  outcome: OrNull(Type.String({ description: '`finished` or `endpoint_deleted`' })),
  ended_at: OrNull(Time('when there was nothing left for it')),
});

const members = {
  id: Id('the id of the replay'),
  endpoint_id: OrNull(Id('null: all endpoints that the organization had when it was asked for')),
  select: Type.Enum([...SELECTIONS]),
  from: Time('of events that were accepted at this time or later; not before the first day that is kept'),
  to: Time('of events that were accepted before this time'),
  event_types: OrNull(Type.Array(Type.String(), { description: 'of events of these types; null: of any' })),
  states: OrNull(
    Type.Array(Type.Enum([...FAILED_STATES]), {
      description: 'of failed deliveries those in these states; null: in both',
    }),
  ),
  rate: Type.Integer({ minimum: 1, description: 'deliveries a second at most' }),
  state: Type.Enum([...REPLAY_STATES], {
    description: '`finished`: all were chosen; `deliveries` says what became of them',
  }),
  created_at: Time('when it was asked for'),
  ended_at: OrNull(Time('when it was finished or cancelled')),
  progress: Type.Number({ minimum: 0, maximum: 1, description: 'how much of its time it has gone through' }),
  looked_at: Count('events, or failed deliveries, that it has looked at'),
  replayed: Count('deliveries that were made pending again'),
  made: Count('deliveries that were made'),
  endpoints: Type.Array(Part),
};
const Replay = Members(members);
const ReplayWithDeliveries = Members({
  ...members,
  deliveries: Members(
    {
      pending: CountUpTo('wait for their first or next attempt'),
      sending: CountUpTo('are being posted'),
      succeeded: CountUpTo('were answered 2xx'),
      dead: CountUpTo('were given up'),
      cancelled: CountUpTo('ended without an answer'),
    },
    {
      description: `what became of those that it has chosen, and that no later replay has; ${MOST_COUNTED} stands for so many or more`,
    },
  ),
});

const EXAMPLE = {
  id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77',
  endpoint_id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b78',
  select: 'failed',
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-02T00:00:00.000Z',
  event_types: null,
  states: null,
  rate: 50,
  state: 'running',
  created_at: '2026-03-02T08:00:00.000Z',
  ended_at: null,
  progress: 0.5,
  looked_at: 1200,
  replayed: 1200,
  made: 0,
  endpoints: [
    {
      endpoint_id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b78',
      replayed: 1200,
      made: 0,
      waits_for: null,
      outcome: null,
      ended_at: null,
    },
  ],
};

const of = (operationId: string, summary: string) =>
  ({ operationId, summary, tag: 'deliveries', access: 'key', asksDatabase: true }) as const;

const HOW = `It is worked off in the background: the oldest first, at its own rate, behind fresh deliveries. What had ended when it was asked for is
attempted again exactly once, with the same \`webhook-id\` and body, from the start of the ladder; what is pending or being sent is left alone,
as it is attempted in any case.`;

const preview = json(
  'With `dry_run`: what it would take now. Nothing was made.',
  Members({
    dry_run: Type.Literal(true),
    endpoint_id: OrNull(Id('null: all endpoints of the organization')),
    select: Type.Enum([...SELECTIONS]),
    from: members.from,
    to: members.to,
    event_types: members.event_types,
    states: members.states,
    replayed: Count('deliveries that would be made pending again'),
    made: Count('deliveries that an endpoint never had and that would be made'),
    undecided: Count(
      'such as an endpoint with conditions on the payload never had: how many of them it wants is known only when it is done',
    ),
    at_least: Type.Boolean({
      description: `true: counting ended at ${PREVIEW_BUDGET.deliveries} deliveries or after ${PREVIEW_BUDGET.ms} ms, and there may be more`,
    }),
  }),
  {
    example: {
      ...{
        dry_run: true,
        endpoint_id: EXAMPLE.endpoint_id,
        select: 'failed',
        from: EXAMPLE.from,
        to: EXAMPLE.to,
        event_types: null,
        states: null,
      },
      ...{ replayed: 1200, made: 0, undecided: 0, at_least: false },
    },
  },
);

const accepted = json('The replay, which begins within seconds.', Replay, {
  example: { ...EXAMPLE, progress: 0, looked_at: 0, replayed: 0 },
  headers: { Location: { type: 'string', description: 'the path of the replay' } },
});

export const createReplayOperation = describe({
  ...of('createReplay', 'Replay deliveries of all endpoints'),
  description: HOW,
  takesBody: true,
  answers: { 200: preview, 202: accepted },
  errors: [new ReplayLimitError(20)],
});

export const replayEndpointOperation = describe({
  ...of('replayEndpoint', 'Replay deliveries of an endpoint'),
  description: HOW,
  takesBody: true,
  answers: { 200: preview, 202: accepted },
  errors: [...ID_ERRORS, new ReplayLimitError(20), new EndpointNotFoundError()],
});

export const listReplaysOperation = describe({
  ...of('listReplays', 'List the replays'),
  access: 'reader',
  answers: {
    200: json(
      'A page of replays, the newest first.',
      Members({
        replays: Type.Array(Replay),
        next_cursor: OrNull(Type.String({ description: 'for the next page; null on the last' })),
      }),
      { example: { replays: [EXAMPLE], next_cursor: null } },
    ),
  },
  errors: [new RequestInvalidError('/limit', 'must match its pattern')],
});

const NONE = { pending: 0, sending: 0, succeeded: 0, dead: 0, cancelled: 0 };

export const getReplayOperation = describe({
  ...of('getReplay', 'Read a replay and its progress'),
  access: 'reader',
  answers: {
    200: json('The replay, with what became of its deliveries.', ReplayWithDeliveries, {
      example: { ...EXAMPLE, deliveries: { ...NONE, pending: 3, succeeded: 1197 } },
    }),
  },
  errors: [...ID_ERRORS, new ReplayNotFoundError()],
});

const CHANGES: Readonly<Record<ReplayChange, readonly [summary: string, description: string]>> = {
  pause: ['Pause a replay', 'Nothing more is chosen until it is resumed. What was chosen goes on.'],
  resume: ['Resume a replay', 'It goes on where it was paused.'],
  cancel: ['Cancel a replay', 'Nothing more is chosen. What was chosen goes on.'],
};

export function changeReplayOperation(change: ReplayChange) {
  const [summary, description] = CHANGES[change];
  return describe({
    ...of(`${change}Replay`, summary),
    description,
    takesBody: true,
    answers: { 200: json('The replay as it is now.', Replay, { example: EXAMPLE }) },
    errors: [...ID_ERRORS, new ReplayNotFoundError(), new ReplayEndedError('finished')],
  });
}
