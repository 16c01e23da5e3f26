import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Change } from '../change/change-queries.ts'
import { proposeChange } from '../change/propose-change.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/**
 * Proposes another secret for a webhook of the desk. It signs once another person agreed, and for a day the former one
 * signs beside it. Its text is returned only this once, so that the receiver can store it before then.
 */
export async function proposeWebhookSecret(
  desk: Pick<Desk, 'db' | 'outbox'>,
  channelId: string,
  { reason, by }: { reason: string; by: StaffCaller },
): Promise<{ change: Change; secret: string; fingerprint: string }> {
  const { text: secret, sealed } = desk.outbox.makeSecret(channelId)
  const fingerprint = createHash('sha256').update(secret).digest('hex')
  const wanted = { kind: 'webhook_secret', channelId, sealed: sealed.toString('hex'), fingerprint } as const
  return { change: await proposeChange(desk, { wanted, reason, by }), secret, fingerprint }
}

type OfChannel = Extract<Wanted, { kind: 'webhook_secret' | 'channel_removal' }>

/** Describes the removal or the new secret of a channel of the desk. Refuses a channel for which it takes no change. */
export async function describeChannel(db: Queryable, wanted: OfChannel): Promise<Described> {
  const { channelId } = wanted
  const channel = await db.find<{ name: string; shows: string; isWebhook: boolean; isReliedOn: boolean }>(sql`
    select name, shows, kind = 'webhook' as "isWebhook", is_relied_on(channel) as "isReliedOn" from channel
    where id = ${channelId} and removed_at is null`)
  if (wanted.kind === 'webhook_secret') {
    if (!channel?.isWebhook) throw new DeskError('not_found', message('channel.noWebhook', { channelId }))
    const { fingerprint } = wanted
    const says = message('described.webhookSecret', { name: channel.name, address: channel.shows, fingerprint })
    return { says, direction: 'looser' }
  }
  if (!channel?.isReliedOn) throw new DeskError('not_found', message('channel.removedAlone', { channelId }))
  const says = message('described.channelRemoval', { name: channel.name, address: channel.shows })
  return { says, direction: 'looser' }
}
