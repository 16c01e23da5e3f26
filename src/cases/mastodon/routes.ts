import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { commitReports } from '../intake/commit-reports.ts'
import { GroupCommit } from '../intake/group-commit.ts'
import type { KeyCaller } from '../../foundation/domain.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { PlatformWebhook } from '../../foundation/connector/platform-webhook.ts'
import { readJson } from '../../foundation/schemas/read-json.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import { findKeyById } from '../../people/staff/queries.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { Delivery } from './delivery.ts'
import { OUTCOMES, receiveDelivery } from './receive-delivery.ts'
import { isSigned } from './verify-signature.ts'

const BODY_BYTES_MAX = 1_048_576

const delivering = {
  summary: 'Receive an event of a Mastodon server',
  description:
    'The address of a webhook of a Mastodon server that the desk moderates. The header X-Hub-Signature proves the sender: the SHA-256 of the body by the secret of the webhook. A report becomes a report of the desk, once. Accounts and posts become facts. Other events are ignored.',
  params: Type.Object({ platform: Type.String({ maxLength: 30, description: 'The name of the platform.' }) }),
  body: Delivery,
  response: {
    200: Type.Object({
      outcome: Type.Enum([...OUTCOMES], {
        description: 'known: this report was received before. ignored: the desk has no use for this event.',
      }),
    }),
    401: Problem,
    403: Problem,
    404: Problem,
    413: Problem,
  },
}

/** Routes for the webhooks of Mastodon servers. */
export function mastodonRoutes(app: App, desk: Desk): void {
  const group = new GroupCommit((given) => commitReports(desk, given))
  app.addHook('onClose', () => group.drain())
  const senders = new WeakMap<FastifyRequest, PlatformWebhook>()
  // The signature is of the bytes as they came, so it is checked before they are parsed.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer): Promise<unknown> => {
      senders.set(request, findSender(desk, request, body))
      return readJson(body)
    },
  )
  app.addHook('preValidation', async (request) => {
    if (!senders.has(request)) findSender(desk, request, Buffer.alloc(0))
  })
  app.post(
    '/v1/platforms/:platform/mastodon-events',
    { schema: delivering, bodyLimit: BODY_BYTES_MAX },
    async (request) => {
      const sender = senders.get(request)
      if (sender === undefined) throw unsigned()
      const key = await findSenderKey(desk, sender)
      const { platform } = request.params
      const commit = (given: Parameters<GroupCommit['submit']>[0]) => group.submit(given)
      return { outcome: await receiveDelivery({ desk, commit, platform, key }, request.body) }
    },
  )
}

/** Returns the webhook whose secret signed the body. Refuses any other. */
function findSender(desk: Desk, request: FastifyRequest, body: Buffer): PlatformWebhook {
  const { platform } = request.params as { platform: string }
  const webhook = requireFound(desk.webhooks?.get(platform), message('mastodon.none'))
  const signature = request.headers['x-hub-signature']
  if (!isSigned(body, typeof signature === 'string' ? signature : undefined, webhook.secrets)) throw unsigned()
  return webhook
}

const unsigned = (): DeskError => new DeskError('not_signed_in', message('mastodon.unsigned'))

async function findSenderKey(desk: Desk, { keyId }: PlatformWebhook): Promise<KeyCaller> {
  const key = await findKeyById(desk.db, keyId)
  if (key === undefined) throw new DeskError('not_allowed', message('mastodon.revoked', { keyId }))
  return key
}
