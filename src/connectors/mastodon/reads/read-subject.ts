import type { ReadBack, SubjectFacts } from '@countersign/platform-kit'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import { AdminAccount, Status } from '../../../foundation/mastodon/entities.ts'
import { accountFacts, contentFacts, reachOf } from '../../../foundation/mastodon/to-facts.ts'
import { stateOf } from '../account-state.ts'
import { type Exchange, read } from '../api/send-request.ts'

/** Reads an account as moderators see it. Throws `no_such_subject` when there is none with exactly this id. */
export const readAccount = async (exchange: Exchange, id: string): Promise<AdminAccount> =>
  requireSame(id, await read(exchange, `/api/v1/admin/accounts/${encodeURIComponent(id)}`, AdminAccount))

/**
 * Reads a post. Throws `no_such_subject` when there is none with exactly this id. One that only its addressees see
 * counts as missing: no token of a moderator reads it.
 */
export const readStatus = async (exchange: Exchange, id: string): Promise<Status> =>
  requireSame(id, await read(exchange, `/api/v1/statuses/${encodeURIComponent(id)}`, Status))

/**
 * Mastodon reads 08821 and 8821x as 8821. Such another name of an account would have limits and a protection of its
 * own at the desk.
 */
function requireSame<Found extends { id: string }>(id: string, found: Found): Found {
  if (found.id === id) return found
  throw new ConnectorError('no_such_subject', renderMessage(message('attention.mastodon.otherId')))
}

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
