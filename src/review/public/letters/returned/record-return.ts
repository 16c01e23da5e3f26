import sql from 'sql-template-tag'
import { inTransaction, type Pool, type Tx } from '../../../../foundation/database/db.ts'
import { DESK } from '../../../../foundation/domain.ts'
import { hashOfToken } from '../../../../foundation/outgoing/public-link.ts'
import { returnTokenIn } from '../../../../foundation/outgoing/return-address.ts'
import { queueEntry } from '../../../../ledger/queue-entry.ts'
import { parseReport } from './parse-report.ts'

/** The outcome: recorded, recorded before, no notification of a failure, or none about a letter of this desk. */
export type Returned = 'recorded' | 'known' | 'no_failure' | 'unknown'

/**
 * Records that a letter came back, by the notification of a mail server. Only who received the letter, or carried it,
 * knows the random part of its return address. `recipient`: the address that the notification came to, where the mail
 * server states it.
 */
export async function recordReturn(db: Pool, mail: string, recipient?: string): Promise<Returned> {
  const failed = parseReport(mail)
  if (failed === undefined) return 'no_failure'
  const tokens = [recipient ?? '', ...failed.addresses].flatMap((address) => returnTokenIn(address) ?? [])
  return inTransaction(db, async (tx) => {
    const letter = await tx.findValue<string>(sql`
      select about from public_link
      where kind = 'returned' and hash = any (${tokens.map(hashOfToken)}::bytea[]) and expires_at > desk_now() limit 1`)
    if (letter === undefined) return 'unknown'
    return (await insertReturned(tx, letter, failed.status)) ? 'recorded' : 'known'
  })
}

/** Stores that a letter came back, once. False: it was stored before. */
async function insertReturned(tx: Tx, letter: string, status: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    insert into returned_letter (letter, status) values (${letter}, ${status}) on conflict (letter) do nothing`)
  if (rowCount === 0) return false
  const about = await tx.find<{ enforcementId: string; subject: string }>(sql`
    select enforcement_id as "enforcementId", subject from statement where 'statement:' || id = ${letter}`)
  queueEntry(tx, { kind: 'letter_returned', letter, status, by: DESK, ...about })
  return true
}
