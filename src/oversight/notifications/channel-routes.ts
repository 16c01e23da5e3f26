import { Type } from '@fastify/type-provider-typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import {
  ChannelId,
  KeyId,
  orNull,
  Page,
  PageQuery,
  Problem,
  strict,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { EVENT_KINDS } from '../events/desk-event.ts'
import { addChannel, CHANNEL_KINDS, removeChannel, TAKES, testChannel } from './channel.ts'
import { listChannelPage, listSlackHosts } from './list-channels.ts'

const ADDRESS_CHARS_MAX = 2_000
const REASON_CHARS_MAX = 1_500

const Events = Type.Enum([...EVENT_KINDS])

const ChannelReply = Type.Object({
  id: ChannelId,
  kind: Type.Enum(['configured', ...CHANNEL_KINDS], {
    description: 'The kind of channel. configured: the webhook of the environment.',
  }),
  name: Type.String(),
  takes: Type.Enum([...TAKES], {
    description:
      'calls: alerts that cannot wait. digest: those, and once a day the inbox. all: each notification as it comes. events: the kind and the id of each change.',
  }),
  events: orNull(Type.Array(Events), 'The kinds of events, for a channel that takes events. Else null.'),
  keyId: orNull(
    KeyId,
    'For a channel that takes events: the key whose scopes limit them, while it is valid. Else null.',
  ),
  secretChangedAt: orNull(
    Timestamp,
    'The time of the last new secret: for one day after it the previous secret signs too. Null: none.',
  ),
  shows: Type.String({ description: 'The visible part of its address; the rest is encrypted.' }),
  addedAt: Timestamp,
  lastSentAt: orNull(Timestamp),
  lastTookMs: orNull(
    Type.Integer(),
    'The time from the event to the delivery of the last message, in milliseconds. Null: none was delivered.',
  ),
  waiting: Type.Integer({ description: 'The number of messages that wait for delivery.' }),
  failingSince: orNull(Timestamp),
  deadSince: orNull(
    Timestamp,
    'The time from which ten deliveries in a row failed. It is tried every five minutes. Null: it works.',
  ),
  lastError: orNull(Type.String()),
  isReliedOn: Type.Boolean({
    description: 'True when it has taken alerts for a day: its removal is a change (channel_removal) of two people.',
  }),
})

const Name = Type.String({ minLength: 1, maxLength: 100 })
const IntegrationKey = Type.String({
  pattern: '^[\\x21-\\x7e]{8,200}$',
  description:
    'For pagerduty and opsgenie: the key that the service issued for this integration. It is stored encrypted.',
})
const Address = Type.String({ minLength: 1, maxLength: ADDRESS_CHARS_MAX })
const Follows = Type.Object(
  {
    events: Type.Array(Events, { minItems: 1, uniqueItems: true, maxItems: EVENT_KINDS.length }),
    keyId: KeyId,
  },
  { ...strict, description: 'With takes: events. The kinds of events, and the key whose scopes limit them.' },
)
const Added = Type.Object({
  id: ChannelId,
  secret: orNull(Type.String(), 'The secret that signs the messages of a webhook. It is shown once. Null: no webhook.'),
})

const RemoveBody = Type.Object(
  {
    reason: Type.String({
      pattern: '\\S',
      maxLength: REASON_CHARS_MAX,
      description: 'The reason, which the leads and the administrators read.',
    }),
  },
  strict,
)

const params = Type.Object({ channelId: ChannelId })
const refusals = { 400: Problem, 403: Problem, 404: Problem, 409: Problem }

/** Manages channels for people and machines: the desk's, and each person's own. */
export function channelRoutes(app: App, desk: Desk): void {
  for (const own of [false, true]) {
    const path = own ? '/v1/me/channels' : '/v1/channels'
    const whose = own ? 'Your own' : 'The desk’s'
    const list = {
      summary: `${whose} channels, and how it goes with each`,
      querystring: Type.Object(PageQuery, strict),
      response: {
        200: Type.Object({
          ...Page(ChannelReply).properties,
          mail: Type.Boolean({ description: 'True when a mail server is configured.' }),
          slackHosts: Type.Array(Type.String(), {
            description: 'The hosts on which people may have a Slack address of their own.',
          }),
        }),
      },
    }
    app.get(path, { schema: list }, async (request) => ({
      ...(await listChannelPage(desk.db, own ? staffOf(request).id : null, pageOf(request.query))),
      mail: desk.outbox.sendsMail,
      slackHosts: await listSlackHosts(desk.db),
    }))
    const add = {
      summary: `Add one of ${own ? 'your own' : 'the desk’s'}, and have a test sent there`,
      body: Type.Object(
        {
          kind: Type.Enum([...CHANNEL_KINDS]),
          name: Name,
          address: Address,
          integrationKey: Type.Optional(IntegrationKey),
          takes: Type.Optional(
            Type.Enum([...TAKES], {
              description:
                'The messages that it takes. digest: only for your own channel. events: only for a webhook of the organisation.',
              default: 'calls',
            }),
          ),
          follows: Type.Optional(Follows),
        },
        strict,
      ),
      response: { 201: Added, 400: Problem, 403: Problem, 409: Problem },
    }
    app.post(path, { schema: add }, async (request, reply) => {
      const { takes = 'calls', ...asked } = request.body
      return reply.code(201).send(await addChannel(desk, { ...asked, takes }, { by: staffOf(request), own }))
    })
    const test = { summary: 'Send a test message to a channel', params, response: { 204: Type.Null(), ...refusals } }
    app.post(`${path}/:channelId/test`, { schema: test }, async (request, reply) => {
      await testChannel(desk, request.params.channelId, { by: staffOf(request), own })
      return reply.code(204).send(null)
    })
  }
  removalRoutes(app, desk)
}

/** A channel of the desk notifies many people, so its removal takes a reason; a person's own takes none. */
function removalRoutes(app: App, desk: Desk): void {
  const remove = {
    summary: 'Remove a channel',
    description:
      'A channel that was already removed is answered in the same way. A channel of the desk that has taken alerts for a day is removed by a change (channel_removal).',
    ...{ params, response: { 204: Type.Null(), ...refusals } },
  }
  app.post('/v1/channels/:channelId/remove', { schema: { ...remove, body: RemoveBody } }, async (request, reply) => {
    await removeChannel(desk, request.params.channelId, { by: staffOf(request), reason: request.body.reason })
    return reply.code(204).send(null)
  })
  app.delete('/v1/me/channels/:channelId', { schema: remove }, async (request, reply) => {
    await removeChannel(desk, request.params.channelId, { by: staffOf(request) })
    return reply.code(204).send(null)
  })
}
