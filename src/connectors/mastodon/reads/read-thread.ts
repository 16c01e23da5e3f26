import type { Thread, ThreadPage } from '@countersign/platform-kit'
import { Context, type Status } from '../../../foundation/mastodon/entities.ts'
import { textOf, timeOf } from '../../../foundation/mastodon/to-facts.ts'
import { cut } from '../../../foundation/schemas/cut.ts'
import { type Placeless, pageThread } from '../../page-thread.ts'
import { NAME_CHARS_MAX, TEXT_CHARS_MAX } from '../../webhook/read-account.ts'
import { type Exchange, read } from '../api/send-request.ts'
import { readStatus } from './read-subject.ts'

/** Reads the conversation around a post. Mastodon lists no posts that were deleted, and none that the token can't see. */
export async function readThread(
  exchange: Exchange,
  id: string,
  { page, now }: { page: ThreadPage; now: Date },
): Promise<Thread> {
  const status = await readStatus(exchange, id)
  const context = await read(exchange, `/api/v1/statuses/${encodeURIComponent(id)}/context`, Context)
  const whole = {
    before: context.ancestors.map(toMessage),
    content: toMessage(status),
    after: context.descendants.map(toMessage),
  }
  return pageThread(whole, page, now.toISOString())
}

function toMessage(status: Status): Placeless {
  const text = textOf(status)
  return {
    ...{ id: status.id, accountId: status.account.id, handle: cut(status.account.acct, NAME_CHARS_MAX) },
    ...{ text: cut(text, TEXT_CHARS_MAX), createdAt: timeOf(status.created_at), state: 'shown' },
    mediaCount: status.media_attachments.length,
    ...(text.length > TEXT_CHARS_MAX && { cut: true }),
  }
}
