import sql from 'sql-template-tag'
import { inTransaction, type Pool, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { Chain, type Link } from '../../ledger/chain.ts'
import { findFollow } from './ledger-check.ts'
import { type Problem, Problems } from '../../ledger/checks/problem.ts'
import { listNumbered, type NumberedEntry } from '../../ledger/queries.ts'
import { readStoredEntry } from '../../ledger/recorded-entry.ts'

/** The batches of entries that one run follows; a process that is far behind continues in the next run. */
const BATCHES_MAX = 20
/** A position after every row that has this entry number. */
const BEHIND_ALL = '(4294967295,65535)'

/**
 * Checks the chain from the last checked entry on: each new entry's link, its leaf and its commitments. It does not
 * compare the desk's tables, which needs the whole ledger. It stops at the first difference, because later entries
 * build on it.
 */
export async function followLedger(db: Pool): Promise<readonly Problem[]> {
  return inTransaction(db, async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('countersign ledger follower', 0))`)
    const from = await findFollow(tx)
    if (from !== undefined && from.problemCount > 0) return []
    const problems = new Problems()
    if (from !== undefined && !(await isThere(tx, from))) problems.add(gone(from))
    const last = problems.count > 0 ? undefined : await readOn(tx, from, problems)
    const end = last ?? from
    if (end !== undefined && (last !== undefined || problems.count > 0)) await storePlace(tx, end, problems.count)
    return problems.listed
  })
}

async function readOn(tx: Tx, from: Link | undefined, problems: Problems): Promise<NumberedEntry | undefined> {
  const chain = new Chain(from)
  let last: NumberedEntry | undefined
  for (let batch = 0; batch < BATCHES_MAX && problems.count === 0; batch++) {
    const entries = await listNumbered(tx, last ?? { number: from?.number ?? 0, place: BEHIND_ALL })
    for (const entry of entries) {
      const found = chain.follow(entry)
      problems.add(...found, ...readStoredEntry(entry, found.length === 0).problems)
    }
    if (entries.length === 0) break
    last = entries.at(-1)
  }
  return last
}

async function isThere(db: Queryable, { number, chain }: Link): Promise<boolean> {
  const { rowCount } = await db.query(sql`select from ledger_entry where number = ${number} and chain = ${chain}`)
  return rowCount === 1
}

const gone = ({ number }: Link): Problem => ({
  table: 'ledger_entry',
  id: `${number}`,
  fault: 'recomputed',
  detail: 'the chain was followed to this entry, and it is no longer there as it was',
})

async function storePlace(tx: Tx, { number, chain }: Link, problemCount: number): Promise<void> {
  await tx.query(sql`select record_ledger_progress(${number}, ${chain}, ${problemCount})`)
}
