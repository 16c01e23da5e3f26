import type { AccountFacts, ContentFacts, MediaFacts } from '@countersign/platform-kit'
import { parseTime } from '../time/parse-time.ts'
import type { Account, AdminAccount, Attachment, Status } from './entities.ts'
import { htmlText, linkHosts } from './html-text.ts'
import { mediaTypeOf } from './media-type.ts'
import { cut } from '../schemas/cut.ts'

const HANDLE_CHARS_MAX = 256
const NAME_CHARS_MAX = 1_024
const TEXT_CHARS_MAX = 100_000
const ALTERNATIVE_CHARS_MAX = 5_000
const MEDIA_MAX = 64
const DOMAINS_MAX = 32

/** Returns the facts of an account. `suspended` hides its numbers, which are unknown then. */
export function accountFacts(account: Account, suspended: boolean): AccountFacts {
  const links = [account.note, ...(account.fields ?? []).map(({ value }) => value)].flatMap(linkHosts)
  return {
    id: account.id,
    handle: cut(account.acct, HANDLE_CHARS_MAX),
    displayName: cut(account.display_name, NAME_CHARS_MAX),
    reach: reachOf({ suspended, account }),
    // Mastodon verifies links of a profile, and no account.
    verified: 'absent',
    tags: 'absent',
    createdAt: timeOf(account.created_at),
    items: suspended || account.statuses_count < 0 ? null : account.statuses_count,
    bioDomains: [...new Set(links)].slice(0, DOMAINS_MAX),
  }
}

/** A suspended account has no followers to count, so their number is unknown and not 0. */
export const reachOf = ({ suspended, account }: Pick<AdminAccount, 'suspended' | 'account'>): number | null =>
  suspended || account.followers_count < 0 ? null : account.followers_count

/** Returns the facts of a post. */
export function contentFacts(status: Status): ContentFacts {
  const editedAt = status.edited_at
  return {
    id: status.id,
    accountId: status.account.id,
    kind: kindOf(status),
    text: cut(textOf(status), TEXT_CHARS_MAX),
    createdAt: timeOf(status.created_at),
    ...(typeof editedAt === 'string' && { editedAt: timeOf(editedAt) }),
    ...(status.in_reply_to_id !== null && { parentId: status.in_reply_to_id }),
    media: status.media_attachments.flatMap((each) => mediaFacts(each, status.sensitive)).slice(0, MEDIA_MAX),
  }
}

export const kindOf = ({ in_reply_to_id }: Pick<Status, 'in_reply_to_id'>): string =>
  in_reply_to_id === null ? 'post' : 'reply'

/** Returns the text of a post, after the warning that its author put before it. */
export const textOf = ({ spoiler_text, content }: Pick<Status, 'spoiler_text' | 'content'>): string =>
  [spoiler_text, htmlText(content)].filter((part) => part !== '').join('\n\n')

export const timeOf = (text: string): string | null => parseTime(text)?.toISOString() ?? null

const KINDS: Readonly<Record<string, MediaFacts['kind']>> = {
  image: 'image',
  gifv: 'video',
  video: 'video',
  audio: 'audio',
}

function mediaFacts({ id, type, url, description }: Attachment, sensitive: boolean): MediaFacts[] {
  const kind = KINDS[type]
  if (kind === undefined || url === null) return []
  return [
    {
      ...{ kind, mediaType: mediaTypeOf(url, kind), reference: id },
      ...(description && { alternativeText: cut(description, ALTERNATIVE_CHARS_MAX) }),
      ...(sensitive && { class: 'sensitive' as const }),
    },
  ]
}
