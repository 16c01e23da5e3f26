import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import type { Desk } from '../../policy/desk.ts'
import { ChannelId, KeyId, orNull, Problem, Timestamp } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { addChannel, CHANNEL_KINDS, removeChannel, TAKES, testChannel } from './channel.ts'
import { EVENT_KINDS } from '../events/desk-event.ts'
import { type ListedChannel, listChannels, listSlackHosts } from './list-channels.ts'
import { toIso } from '../../foundation/time/to-iso.ts'

const strict = { additionalProperties: false }
const ADDRESS_CHARS_MAX = 2_000

const Events = Type.Enum([...EVENT_KINDS])

const ChannelReply = Type.Object({
  id: ChannelId,
  kind: Type.Enum(['configured', ...CHANNEL_KINDS], { description: 'configured: the webhook of the environment.' }),
  name: Type.String(),
  takes: Type.Enum([...TAKES], {
    description:
      'calls: what can’t wait. digest: that, and once a day what is in the inbox. all: each thing as it comes. events: of what happens the kind and the id.',
  }),
  events: orNull(Type.Array(Events), 'Of what takes events, which.'),
  keyId: orNull(KeyId, 'Of what takes events: it is told what this key may hear, and as long as it counts.'),
  secretChangedAt: orNull(Timestamp, 'Until a day after this the secret before signs, too.'),
  shows: Type.String({ description: 'As much of its address as is shown: the rest is sealed.' }),
  addedAt: Timestamp,
  lastSentAt: orNull(Timestamp),
  lastTookMs: orNull(Type.Integer(), 'From what happened to the message being taken, the last time.'),
  waiting: Type.Integer({ description: 'Messages that are on their way.' }),
  failingSince: orNull(Timestamp),
  deadSince: orNull(Timestamp, 'It took nothing ten times in a row. It is tried on, each five minutes.'),
  lastError: orNull(Type.String()),
})

const Name = Type.String({ minLength: 1, maxLength: 100 })
const Address = Type.String({ minLength: 1, maxLength: ADDRESS_CHARS_MAX })
const Follows = Type.Object(
  {
    events: Type.Array(Events, { minItems: 1, uniqueItems: true, maxItems: EVENT_KINDS.length }),
    keyId: KeyId,
  },
  { ...strict, description: 'With takes: events. Which kinds, and the key by whose right they are told.' },
)
const Added = Type.Object({
  id: ChannelId,
  secret: orNull(Type.String(), 'Of a webhook: what its messages are signed with. Shown this once.'),
})

const params = Type.Object({ channelId: ChannelId })
const refusals = { 400: Problem, 403: Problem, 404: Problem, 409: Problem }

/** Manages channels for people and machines: the desk's, and each person's own. */
export const channelRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    for (const own of [false, true]) {
      const path = own ? '/v1/me/channels' : '/v1/channels'
      const whose = own ? 'Your own' : 'The desk’s'
      const list = {
        summary: `${whose} channels, and how it goes with each`,
        response: {
          200: Type.Object({
            items: Type.Array(ChannelReply),
            mail: Type.Boolean({ description: 'The desk has a mail server.' }),
            slackHosts: Type.Array(Type.String(), {
              description: 'Where people may have a Slack address of their own.',
            }),
          }),
        },
      }
      app.get(path, { schema: list }, async (request) => ({
        items: (await listChannels(desk.db, own ? staffOf(request).id : null)).map(toReply),
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
            takes: Type.Optional(
              Type.Enum([...TAKES], {
                description: 'digest: of one’s own alone. events: of a webhook of the desk’s alone.',
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
      const remove = { summary: 'Tell nothing there any more', params, response: { 204: Type.Null(), ...refusals } }
      app.post(`${path}/:channelId/remove`, { schema: remove }, async (request, reply) => {
        await removeChannel(desk, request.params.channelId, { by: staffOf(request), own })
        return reply.code(204).send(null)
      })
      const test = { summary: 'Send a test there', params, response: { 204: Type.Null(), ...refusals } }
      app.post(`${path}/:channelId/test`, { schema: test }, async (request, reply) => {
        await testChannel(desk, request.params.channelId, { by: staffOf(request), own })
        return reply.code(204).send(null)
      })
    }
    done()
  }

const toReply = ({ addedAt, lastSentAt, failingSince, deadSince, secretChangedAt, ...channel }: ListedChannel) => ({
  ...channel,
  addedAt: addedAt.toISOString(),
  lastSentAt: toIso(lastSentAt),
  failingSince: toIso(failingSince),
  deadSince: toIso(deadSince),
  secretChangedAt: toIso(secretChangedAt),
})
