import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
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

/** Describes a new webhook secret. Refuses a channel that is no webhook of the desk. */
export async function describeWebhookSecret(
  db: Queryable,
  { channelId, fingerprint }: Extract<Wanted, { kind: 'webhook_secret' }>,
): Promise<Described> {
  const channel = await db.find<{ name: string; shows: string }>(sql`
    select name, shows from channel where id = ${channelId} and kind = 'webhook' and removed_at is null`)
  if (channel === undefined) throw new DeskError('not_found', message('channel.noWebhook', { channelId }))
  return {
    says: message('described.webhookSecret', { name: channel.name, address: channel.shows, fingerprint }),
    direction: 'looser',
  }
}
