import sql from 'sql-template-tag'
import { insertPage } from '../approval/page/page.ts'
import type { Desk } from '../desk.ts'
import { followLedger } from '../ledger/follow-ledger.ts'
import { findFollow, findLastCheck, insertCheck } from '../ledger/ledger-check.ts'
import type { Problem } from '../ledger/problem.ts'
import { verifyLedger } from '../ledger/verify.ts'
import { inTransaction } from '../lib/db.ts'

const CHECK_EVERY_HOURS = 24

/** Follows what was recorded since the last time, and tells auditors when it is not as it was recorded. */
export async function watchLedger(desk: Pick<Desk, 'db' | 'log'>): Promise<void> {
  await tell(desk, await followLedger(desk.db))
}

/** Reads the whole ledger when that was last done a day ago, in one process of them all; for the first time once it was followed. */
export async function verifyWhenDue(desk: Pick<Desk, 'db' | 'log'>): Promise<void> {
  if (!(await isDue(desk))) return
  await inTransaction(desk.db, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended('countersign ledger check', 0)) as mine`)
    if (!rows[0]?.mine || !(await isDue(desk))) return
    const report = await verifyLedger(desk.db)
    await insertCheck(desk.db, report, tx.now, 0)
    await tell(desk, report.problems)
  })
}

async function isDue({ db }: Pick<Desk, 'db'>): Promise<boolean> {
  const last = await findLastCheck(db)
  if (last === undefined) return (await findFollow(db)) !== undefined
  const { rows } = await db.query<{ due: boolean }>(sql`
    select ${last.endedAt}::timestamptz < desk_now() - ${CHECK_EVERY_HOURS} * interval '1 hour' as due`)
  return rows[0]?.due ?? true
}

async function tell(desk: Pick<Desk, 'db' | 'log'>, problems: readonly Problem[]): Promise<void> {
  const [first] = problems
  if (first === undefined) return
  desk.log.error({ problems: problems.length, first }, 'the ledger is not as it was recorded')
  const why = `The ledger is not as it was recorded: ${first.table} ${first.id}, ${first.detail}. Run countersign verify with a head that was kept elsewhere.`
  await inTransaction(desk.db, async (tx) => insertPage(tx, { kind: 'ledger', to: { role: 'auditor' }, why }))
}
