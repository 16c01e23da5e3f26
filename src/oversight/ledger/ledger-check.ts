import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { toStorable } from '../../foundation/messages/stored-text.ts'
import type { Problem } from '../../ledger/checks/problem.ts'
import type { VerifyReport } from './verify.ts'

/** The most problems that are stored of each check; the rest is only counted. */
const PROBLEMS_KEPT_MAX = 20
/** The most characters of the id and of the description of a stored problem. */
const TEXT_CHARS_MAX = 5_000

/** The result of a verification of the whole ledger. */
export interface LedgerCheck {
  beganAt: Date
  endedAt: Date
  /** The last entry number that was verified. Null: no entry had a number. */
  number: number | null
  entries: number
  tables: number
  checkpoints: number
  problemCount: number
  problems: Problem[]
  /** True while the last verified entry is unchanged. */
  stands: boolean
}

/** The last entry to which the chain was checked since. */
interface LedgerFollow {
  number: number
  chain: Buffer
  at: Date
  problemCount: number
}

/**
 * Stores the result of a verification; `checkpoints`: the number of outside checkpoints it used. A check without problems
 * lets the follower continue after a problem.
 */
export async function insertCheck(
  db: Queryable,
  report: VerifyReport,
  beganAt: Date,
  checkpoints: number,
): Promise<void> {
  const { checkpoint, entries, tables, problemCount, problems } = report
  await db.query(sql`
    select record_ledger_check(${beganAt}, ${checkpoint?.number ?? null}, decode(${checkpoint?.chain ?? null}, 'base64'), ${entries}, ${tables},
      ${checkpoints}, ${problemCount}, ${JSON.stringify(problems.slice(0, PROBLEMS_KEPT_MAX).map(storable))})`)
}

/** A forged row names itself in its problem, and must not keep the result from being stored. */
const storable = (problem: Problem): Problem => ({
  ...problem,
  id: toStorable(problem.id, TEXT_CHARS_MAX),
  detail: toStorable(problem.detail, TEXT_CHARS_MAX),
})

export async function findLastCheck(db: Queryable): Promise<LedgerCheck | undefined> {
  return db.find<LedgerCheck>(sql`
    select began_at as "beganAt", ended_at as "endedAt", number, entries, tables, checkpoints, problem_count as "problemCount", problems,
      number is null or exists (
        select from ledger_entry entry where entry.number = last.number and entry.chain = last.chain) as stands
    from (select * from ledger_check order by id desc limit 1) last`)
}

export async function findFollow(db: Queryable): Promise<LedgerFollow | undefined> {
  return db.find<LedgerFollow>(sql`
    select number, chain, at, problem_count as "problemCount" from ledger_follow`)
}

export async function countWaiting(db: Queryable): Promise<number> {
  return (await db.findValue<number>(sql`select count(*) as waiting from leaf_pending`)) ?? 0
}
