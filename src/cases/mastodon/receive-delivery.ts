import { inTransaction } from '../../foundation/database/db.ts'
import { actorKey, type KeyCaller, type KeyScope } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { AdminAccount, Status } from '../../foundation/mastodon/entities.ts'
import { accountFacts, contentFacts } from '../../foundation/mastodon/to-facts.ts'
import { message } from '../../foundation/messages/message.ts'
import { qualifyId } from '../../foundation/platforms.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { Desk } from '../../policy/desk.ts'
import { type FactsOutcome, OTHER_AUTHOR, recordAccountFacts, recordContentFacts } from '../accounts/record-facts.ts'
import { type Commit, receiveReport } from '../intake/receive-report.ts'
import { type Delivery, MastodonReport, readObject } from './delivery.ts'
import { toReport } from './to-report.ts'

/** known: the same report was received before. ignored: the desk has no use for events of this name. */
export const OUTCOMES = ['received', 'known', 'recorded', 'ignored'] as const
type Outcome = (typeof OUTCOMES)[number]

export interface Receiving {
  desk: Desk
  commit: Commit
  platform: string
  /** The API key to which the server's reports and facts belong. */
  key: KeyCaller
}

/** Carries out one signed delivery. A repeated delivery changes nothing. */
export async function receiveDelivery(receiving: Receiving, delivery: Delivery): Promise<Outcome> {
  switch (delivery.event) {
    case 'report.created':
      return storeReport(receiving, delivery)
    case 'account.created':
    case 'account.approved':
    case 'account.updated':
      return storeAccount(receiving, delivery)
    case 'status.created':
    case 'status.updated':
      return storeStatus(receiving, delivery)
    default:
      return 'ignored'
  }
}

async function storeReport({ commit, platform, key }: Receiving, delivery: Delivery): Promise<Outcome> {
  requireScope(key, 'report')
  const body = toReport(platform, readObject(delivery, MastodonReport))
  try {
    const received = await receiveReport(commit, key.id, body)
    return 'paused' in received || received.created ? 'received' : 'known'
  } catch (error) {
    // The server sent this report in other words before, for example with an edited post. The first one counts.
    if (error instanceof DeskError && error.code === 'conflict') return 'known'
    throw error
  }
}

async function storeAccount(receiving: Receiving, delivery: Delivery): Promise<Outcome> {
  requireScope(receiving.key, 'facts')
  const { account, suspended } = readObject(delivery, AdminAccount)
  await storeFacts(receiving, delivery, { account: accountFacts(account, suspended) })
  return 'recorded'
}

async function storeStatus(receiving: Receiving, delivery: Delivery): Promise<Outcome> {
  requireScope(receiving.key, 'facts')
  const status = readObject(delivery, Status)
  const account = accountFacts(status.account, status.account.suspended === true)
  await storeFacts(receiving, delivery, { account, content: contentFacts(status) })
  return 'recorded'
}

interface Told {
  account: ReturnType<typeof accountFacts>
  content?: ReturnType<typeof contentFacts>
}

/** Stores facts as an API key's: what a key says can only tighten what protects an account. */
async function storeFacts(
  { desk, platform, key }: Receiving,
  { created_at: factsAt }: Delivery,
  { account, content }: Told,
): Promise<void> {
  const reading = { source: actorKey({ kind: 'key', id: key.id }), factsAt }
  const qualify = (id: string) => qualifyId(platform, id)
  await inTransaction(desk.db, async (tx) => {
    refuseUnstored(
      await recordAccountFacts(tx, key, [{ ...reading, account: { ...account, id: qualify(account.id) } }]),
    )
    if (content === undefined) return
    const { parentId, ...told } = content
    const named = { ...told, id: qualify(content.id), accountId: qualify(content.accountId) }
    const parent = parentId !== undefined && { parentId: qualify(parentId) }
    refuseUnstored(await recordContentFacts(tx, [{ ...reading, content: { ...named, ...parent } }]))
  })
}

/** Refuses facts that were not stored, which undoes the transaction. */
function refuseUnstored(outcomes: readonly FactsOutcome[]): void {
  if (outcomes.includes('in_future')) throw invalidField('created_at', message('field.inFuture'))
  if (outcomes.includes('other_author'))
    throw new DeskError('conflict', message('facts.notStored', { why: OTHER_AUTHOR }))
}

function requireScope(key: KeyCaller, scope: KeyScope): void {
  if (key.scopes.includes(scope)) return
  throw new DeskError('not_allowed', message('mastodon.scope', { keyId: key.id, scope }))
}
