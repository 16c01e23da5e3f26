import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import type { PlatformWebhook } from '../../foundation/connector/platform-webhook.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { isSigned } from './verify-signature.ts'

/** The most unsigned deliveries of one network in a minute: each may make the desk hold and hash a whole body. */
const UNSIGNED_A_MINUTE_MAX = 60
/** The most signed deliveries of one platform in a minute. Mastodon sends a refused delivery again later. */
const SIGNED_A_MINUTE_MAX = 6_000

/** The parts of a request that name its sender. */
interface Sent {
  ip: string
  params: unknown
  headers: { [name: string]: string | string[] | undefined }
}

/** Returns the functions that find the sender of a delivery, within limits for each network and each platform. */
export function senderFinder({ webhooks }: Pick<Desk, 'webhooks'>) {
  const unsigned = new AttemptLimit({ max: UNSIGNED_A_MINUTE_MAX, windowMs: MINUTE_MS })
  const signed = new AttemptLimit({ max: SIGNED_A_MINUTE_MAX, windowMs: MINUTE_MS })
  /** Returns the webhook of the address. Refuses networks with many unsigned deliveries. It needs no body. */
  const findWebhook = ({ ip, params }: Sent): PlatformWebhook => {
    if (unsigned.isOver(ip)) throw tooMany()
    return requireFound(webhooks?.get(platformOf(params)), message('mastodon.none'))
  }
  /** Returns the webhook whose secret signed the body. Refuses any other. */
  const findSender = (sent: Sent, body: Buffer): PlatformWebhook => {
    const webhook = findWebhook(sent)
    const signature = sent.headers['x-hub-signature']
    if (!isSigned(body, typeof signature === 'string' ? signature : undefined, webhook.secrets)) {
      unsigned.count(sent.ip)
      throw unsignedDelivery()
    }
    if (!signed.admit(platformOf(sent.params))) throw tooMany()
    return webhook
  }
  return { findWebhook, findSender }
}

const platformOf = (params: unknown): string => (params as { platform: string }).platform

export const unsignedDelivery = (): DeskError => new DeskError('not_signed_in', message('mastodon.unsigned'))

const tooMany = (): DeskError => new DeskError('too_many', message('request.tooMany'))
