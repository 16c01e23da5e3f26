import sql from 'sql-template-tag'
import { type Actor, DESK, accountKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { isSetUp, lockAdoption } from '../rule-sets/versions.ts'
import type { Described, Wanted } from '../change/wanted.ts'
import { accountMessage } from '../describe/describe-subject.ts'

type WantedDrill = Extract<Wanted, { kind: 'drill_account' }>

/** Describes marking an account as a test, or removing the mark. Refuses protected accounts. */
export async function describeDrillAccount(db: Queryable, { op, accountId }: WantedDrill): Promise<Described> {
  const account = await db.find<{ isProtected: boolean; marked: boolean; handle: string | null }>(sql`
    select protected as "isProtected", handle, exists (select from drill_account where account_id = account.id) as marked
    from account where id = ${accountId}`)
  if (account === undefined) throw new DeskError('not_found', message('account.unknown', { accountId }))
  const name = accountMessage(accountId, account.handle)
  if (account.marked === (op === 'add'))
    throw new DeskError(
      'conflict',
      message(account.marked ? 'drillAccount.marked' : 'drillAccount.unmarked', { account: name }),
    )
  if (op === 'remove') return { says: message('described.drill.remove', { account: name }), direction: 'stricter' }
  if (account.isProtected) throw new DeskError('not_allowed', message('drillAccount.protected', { account: name }))
  return {
    says: message('described.drill.add', { account: name }),
    direction: 'looser',
  }
}

/** Marks an account as a test during set-up, on record. */
export async function markDrillAtSetup(db: Pool, wanted: WantedDrill): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockAdoption(tx)
    if (await isSetUp(tx)) throw new DeskError('conflict', message('setUp.done'))
    await describeDrillAccount(tx, wanted)
    if (wanted.op === 'remove') throw new DeskError('conflict', message('setUp.first'))
    await tx.query(sql`insert into drill_account (account_id) values (${wanted.accountId})`)
    queueDrillAccountEntry(tx, wanted, DESK)
  })
}

/** Queues the ledger entry about the mark. */
export function queueDrillAccountEntry(
  tx: Tx,
  { op, accountId }: Pick<WantedDrill, 'op' | 'accountId'>,
  by: Actor,
  changeId?: string,
): void {
  queueEntry(tx, {
    kind: 'drill_account_marked',
    op,
    ...(changeId ? { changeId } : {}),
    subject: accountKey(accountId),
    by,
  })
}
