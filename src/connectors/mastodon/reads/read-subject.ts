import type { AccountFacts, ContentFacts, MediaFacts, ReadBack, SubjectFacts } from '@countersign/platform-kit'
import type { Subject } from '../../../foundation/domain.ts'
import { parseTime } from '../../../foundation/time/parse-time.ts'
import { stateOf } from '../account-state.ts'
import { type Account, AdminAccount, type Attachment, Status } from '../api/entities.ts'
import { htmlText, linkHosts } from './html-text.ts'
import { mediaTypeOf } from './media-type.ts'
import { type Exchange, read } from '../api/send-request.ts'

const HANDLE_CHARS_MAX = 256
const NAME_CHARS_MAX = 1_024
const TEXT_CHARS_MAX = 100_000
const ALTERNATIVE_CHARS_MAX = 5_000
const MEDIA_MAX = 64
const DOMAINS_MAX = 32

/** Reads an account as moderators see it. Throws `no_such_subject` when there is none. */
export const readAccount = (exchange: Exchange, id: string): Promise<AdminAccount> =>
  read(exchange, `/api/v1/admin/accounts/${encodeURIComponent(id)}`, AdminAccount)

/** Reads a post. One that only its addressees see counts as missing: no token of a moderator reads it. */
export const readStatus = (exchange: Exchange, id: string): Promise<Status> =>
  read(exchange, `/api/v1/statuses/${encodeURIComponent(id)}`, Status)

/**
 * Reads the state that Mastodon shows. It has no generations, so the desk's are never on it. A post has no state of its
 * own: it exists or it is gone.
 */
export async function readState(exchange: Exchange, subject: Subject, now: Date): Promise<ReadBack> {
  const readAt = now.toISOString()
  if (subject.kind === 'content') {
    await readStatus(exchange, subject.id)
    const state = { visible: true, spread: 'full', mayPost: true, labels: [] } as const
    return { subject, state, generation: 0, reach: 'absent', readAt }
  }
  const found = await readAccount(exchange, subject.id)
  const address = addressOf(found)
  return {
    ...{ subject, state: stateOf(found), generation: 0, reach: reachOf(found), readAt },
    ...(address !== undefined && { address }),
  }
}

/** This server's acts don't change the page of an account of another server, so that page proves nothing. */
const addressOf = ({ domain, approved, account }: AdminAccount): string | undefined =>
  domain === null && approved !== false ? (account.url ?? undefined) : undefined

/** A suspended account has no followers to count, so their number is unknown and not 0. */
const reachOf = ({ suspended, account }: Pick<AdminAccount, 'suspended' | 'account'>): number | null =>
  suspended || account.followers_count < 0 ? null : account.followers_count

/** Reads the facts of an account, or of a post with its author. */
export async function readFacts(exchange: Exchange, { kind, id }: Subject, now: Date): Promise<SubjectFacts> {
  const readAt = now.toISOString()
  if (kind === 'account') {
    const found = await readAccount(exchange, id)
    return { account: accountFacts(found.account, found.suspended), readAt }
  }
  const status = await readStatus(exchange, id)
  const { account } = status
  return { account: accountFacts(account, account.suspended === true), content: contentFacts(status), readAt }
}

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

/** Cuts a text, without half a character at its end. */
export const cut = (text: string, charsMax: number): string => text.slice(0, charsMax).toWellFormed()
