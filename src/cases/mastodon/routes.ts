import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { PlatformWebhook } from '../../foundation/connector/platform-webhook.ts'
import type { KeyCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { readJson } from '../../foundation/schemas/read-json.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import { findKeyById } from '../../people/staff/queries.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { type GroupCommit, openReportGroups } from '../intake/group-commit.ts'
import { Delivery } from './delivery.ts'
import { senderFinder, unsignedDelivery } from './find-sender.ts'
import { OUTCOMES, receiveDelivery } from './receive-delivery.ts'

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
    409: Problem,
    413: Problem,
    429: Problem,
  },
}

/** Routes for the webhooks of Mastodon servers. */
export function mastodonRoutes(app: App, desk: Desk): void {
  const { reports } = openReportGroups(app, desk, ['reports'])
  const senders = new WeakMap<FastifyRequest, PlatformWebhook>()
  const { findWebhook, findSender } = senderFinder(desk)
  // An address without a webhook, and a network with many forged deliveries, are refused before a body is read.
  app.addHook('onRequest', async (request) => void findWebhook(request))
  // The signature is of the bytes as they came, so it is checked before they are parsed.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer): Promise<unknown> => {
      senders.set(request, findSender(request, body))
      return readJson(body)
    },
  )
  app.addHook('preValidation', async (request) => {
    if (!senders.has(request)) findSender(request, Buffer.alloc(0))
  })
  app.post(
    '/v1/platforms/:platform/mastodon-events',
    { schema: delivering, bodyLimit: BODY_BYTES_MAX },
    async (request) => {
      const sender = senders.get(request)
      if (sender === undefined) throw unsignedDelivery()
      const { platform } = request.params
      const key = await findSenderKey(desk, platform, sender)
      const commit = (given: Parameters<GroupCommit['submit']>[0]) => reports.submit(given)
      return { outcome: await receiveDelivery({ desk, commit, platform, key }, request.body) }
    },
  )
}

/** Finds the key of a webhook. Refuses one that two people gave to another platform. */
async function findSenderKey(desk: Desk, platform: string, { keyId }: PlatformWebhook): Promise<KeyCaller> {
  const key = await findKeyById(desk.db, keyId)
  if (key?.platform !== platform) throw new DeskError('not_allowed', message('mastodon.revoked', { keyId }))
  return key
}
