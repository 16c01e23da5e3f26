import sql from 'sql-template-tag'
import { message } from '../../foundation/messages/message.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Joined } from '../../policy/stage/stage.ts'
import { followLedger } from './follow-ledger.ts'
import { findFollow, findLastCheck, insertCheck } from './ledger-check.ts'
import type { Problem } from '../../ledger/checks/problem.ts'
import { verifyLedger } from './verify.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'

const CHECK_EVERY_HOURS = 24
const OWN_CHECK_EVERY_MS = 48 * 3_600_000

/** Checks the ledger since the last run, and alerts auditors when an entry is not as recorded. */
export async function watchLedger(desk: Pick<Desk, 'db' | 'log'>): Promise<void> {
  await reportProblems(desk, await followLedger(desk.db))
}

/**
 * Makes the periodic task that verifies the whole ledger once a day, in one process of all. A process that has verified
 * nothing for two days verifies it regardless of the stored results: the application role can insert the result of a
 * check that never ran.
 */
export function makeLedgerVerifier(): (
  desk: Pick<Desk, 'db' | 'log'>,
  joined: Pick<Joined, 'ledgerChecks'>,
) => Promise<void> {
  let ownAt: Date | undefined
  const isDue = async (db: Pool): Promise<boolean> => {
    const now = await readDeskTime(db)
    ownAt ??= now
    return now.getTime() - ownAt.getTime() > OWN_CHECK_EVERY_MS || (await isOverdue(db))
  }
  return async ({ db, log }, { ledgerChecks }) => {
    if (!(await isDue(db))) return
    await inTransaction(db, async (tx) => {
      const { rows } = await tx.query<{ mine: boolean }>(sql`
        select pg_try_advisory_xact_lock(hashtextextended('countersign ledger check', 0)) as mine`)
      if (!rows[0]?.mine || !(await isDue(db))) return
      const report = await verifyLedger(db, ledgerChecks)
      await insertCheck(db, report, tx.now, 0)
      ownAt = tx.now
      await reportProblems({ db, log }, report.problems)
    })
  }
}

/**
 * True a day after the last check, and right after the chain check found a problem: verifying the whole ledger confirms
 * it or not.
 */
async function isOverdue(db: Pool): Promise<boolean> {
  const [last, follow] = [await findLastCheck(db), await findFollow(db)]
  if (last === undefined) return follow !== undefined
  if (follow !== undefined && follow.problemCount > 0 && follow.at > last.endedAt) return true
  return db.onlyValue<boolean>(sql`
    select ${last.endedAt}::timestamptz < desk_now() - ${CHECK_EVERY_HOURS} * interval '1 hour' as due`)
}

async function reportProblems(desk: Pick<Desk, 'db' | 'log'>, problems: readonly Problem[]): Promise<void> {
  const [first] = problems
  if (first === undefined) return
  desk.log.error({ problems: problems.length, first }, 'the ledger is not as it was recorded')
  await alertAuditors(desk, first)
}

/** Alerts auditors that the ledger is not as it was recorded. */
export async function alertAuditors(desk: Pick<Desk, 'db'>, first: Problem): Promise<void> {
  const why = message('alert.ledger', { table: first.table, row: first.id, detail: first.detail })
  await inTransaction(desk.db, async (tx) => queueAlert(tx, { kind: 'ledger', to: { role: 'auditor' }, why }))
}
