import sql from 'sql-template-tag'
import { formatTable } from '../../src/app/cli/print/format-table.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import {
  countGuarded,
  countOrdinary,
  type GuardedCounts,
  listUnreturned,
  type OrdinaryCounts,
} from './count-enforcements.ts'
import { findDoubleHandled } from './find-double-handled.ts'
import { findMismatches } from './find-mismatches.ts'
import { readDuplicateEffects, readEffects } from './platform-record.ts'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'

const SHOWN_MAX = 20
/** The largest bearable share of enforcements on ordinary accounts that require a second person: one in a hundred. */
const ASKED_SHARE_MAX = 0.01

/** The result of the run, as `--json` writes it. */
export interface Outcome {
  reports: number
  cases: number
  decisions: number
  /** Cases that a reviewer asked a lead about, and that were answered. */
  answered: number
  enforcements: Record<string, number>
  guarded: GuardedCounts
  ordinary: OrdinaryCounts
  /** Enforcements that were declined, expired or came back unconfirmed, and whose cases did not come back with them, once. */
  unreturned: number
  mismatches: number
  doubleHandled: number
  duplicateEffects: number
  ledgerVerified: boolean
  seconds: number
  /** The number of kills of each part; undefined: none was killed. */
  kills?: Record<string, number>
}

type Stock = Omit<Outcome, 'reports' | 'seconds' | 'kills'>

/** Holds the desk against the platform's own record, verifies the ledger, and says what is wrong, if anything. */
export async function takeStock(
  db: Pool,
  { platformUrl, leftBe }: { platformUrl: string; leftBe: number },
  say: (line: string) => void,
): Promise<Stock> {
  const effects = await readEffects(platformUrl)
  const mismatches = await findMismatches(db, platformUrl, effects, say)
  const doubleHandled = await findDoubleHandled(db, effects)
  const unreturned = await listUnreturned(db)
  const ledger = await verifyLedger(db, LEDGER_CHECKS)
  for (const mismatch of mismatches.slice(0, SHOWN_MAX)) say(`Mismatch: ${mismatch}`)
  for (const caseId of doubleHandled.slice(0, SHOWN_MAX)) say(`Handled twice: ${caseId}`)
  for (const enforcementId of unreturned.slice(0, SHOWN_MAX)) say(`Its case did not come back once: ${enforcementId}`)
  for (const problem of ledger.problems.slice(0, SHOWN_MAX)) say(`Ledger: ${JSON.stringify(problem)}`)
  return {
    cases: await count(db, 'review_case'),
    decisions: await count(db, 'decision'),
    answered: await countAnswered(db),
    enforcements: await countEnforcements(db),
    guarded: await countGuarded(db),
    ordinary: await countOrdinary(db, leftBe),
    unreturned: unreturned.length,
    mismatches: mismatches.length,
    doubleHandled: doubleHandled.length,
    duplicateEffects: await readDuplicateEffects(platformUrl),
    // All that the run did was numbered before; who saw what is written a little later, and may wait for its number still.
    ledgerVerified: ledger.problemCount === 0 && ledger.entries > 0,
  }
}

/** Lists each fault of a run as a sentence. An empty list means a run without faults. */
export function listFaults(outcome: Outcome): string[] {
  const { ordinary, unreturned, mismatches, doubleHandled, duplicateEffects, ledgerVerified } = outcome
  const tooOften = `${formatShare(ordinary)} ordinary enforcements asked a second person: more than the 1 % that people bear.`
  return [
    ...(ordinary.askedSecond > ordinary.enforcements * ASKED_SHARE_MAX ? [tooOften] : []),
    ...(unreturned > 0 ? [`${unreturned} enforcements came to nothing, and their cases did not come back once.`] : []),
    ...(mismatches > 0 ? [`Of ${mismatches} subjects desk and platform don't say the same.`] : []),
    ...(doubleHandled > 0 ? [`${doubleHandled} cases were handled twice.`] : []),
    ...(duplicateEffects > 0 ? [`${duplicateEffects} effects were done twice.`] : []),
    ...(ledgerVerified ? [] : ['The ledger does not verify.']),
  ]
}

const formatShare = ({ enforcements, askedSecond }: OrdinaryCounts): string =>
  `${askedSecond} of ${enforcements} (${((100 * askedSecond) / Math.max(1, enforcements)).toFixed(2)} %)`

export const describeOutcome = (outcome: Outcome): string =>
  formatTable(
    ['', 'COUNT'],
    [
      ['reports', outcome.reports],
      ['cases', outcome.cases],
      ['decisions', outcome.decisions],
      ['asked a lead, who said: stays up', outcome.answered],
      ...Object.entries(outcome.enforcements).map(([state, enforcements]) => [
        `enforcements ${state.replaceAll('_', ' ')}`,
        enforcements,
      ]),
      ['guarded: others had to agree', outcome.guarded.guarded],
      ['  approved', outcome.guarded.approved],
      ['  confirmed', outcome.guarded.confirmed],
      ['  declined', outcome.guarded.declined],
      ['  expired', outcome.guarded.expired],
      ['  unconfirmed, and so undone', outcome.guarded.unconfirmed],
      ['ordinary enforcements that asked a second person', formatShare(outcome.ordinary)],
      ['cases that did not come back', outcome.unreturned],
      ['mismatches between desk and platform', outcome.mismatches],
      ['cases handled twice', outcome.doubleHandled],
      ['effects done twice', outcome.duplicateEffects],
      ['ledger verified', outcome.ledgerVerified ? 'yes' : 'NO'],
      ...Object.entries(outcome.kills ?? {}).map(([part, times]) => [`times ${part} was killed`, times]),
      ['seconds', outcome.seconds],
    ].map((row) => row.map(String)),
  )
async function count(db: Pool, table: 'review_case' | 'decision'): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    table === 'decision' ? sql`select count(*) as count from decision` : sql`select count(*) as count from review_case`,
  )
  return rows[0]?.count ?? 0
}

async function countAnswered(db: Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>(sql`
    select count(*) as count from case_escalation where answered_at is not null`)
  return rows[0]?.count ?? 0
}

async function countEnforcements(db: Pool): Promise<Record<string, number>> {
  const { rows } = await db.query<{ state: string; enforcements: number }>(sql`
    select state, count(*) as enforcements from enforcement group by state order by state`)
  return Object.fromEntries(rows.map(({ state, enforcements }) => [state, enforcements]))
}
