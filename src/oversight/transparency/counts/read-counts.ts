import sql from 'sql-template-tag'
import type { SettlementOutcome } from '../../../enforcement/settlements/settlement-queries.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import type { Action, Conclusion, Ground, RestoreCause } from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'
import type { AutomatedDecision, DetectionSource } from '../../../policy/notices/variables.ts'

/** The first and the last day of a report, as YYYY-MM-DD in UTC. */
export interface ReportPeriod {
  from: string
  to: string
}

/** The facets that each figure counts apart. A facet that a count lacks is left out. */
export interface Facets {
  measure: {
    ground: Ground
    category?: string
    keyword?: string
    /** Of one whose statement has no facts. */
    policy?: string
    action: Action
    takes?: readonly string[]
    countries?: readonly string[]
    source: DetectionSource
    detected?: 'automatically'
    decided: AutomatedDecision
    language?: string
    complaint?: true
  }
  report: { ground: Ground; category: string; keyword?: string; flagger?: true }
  notice_action: { ground: Ground; category: string; keyword?: string; decided: AutomatedDecision }
  flagger_action: { ground: Ground; category: string; decided: AutomatedDecision }
  complaint: { side: 'affected' | 'reporter'; action?: Action; takes?: readonly string[]; flagger?: true }
  complaint_end: Facets['complaint'] & { state: string }
  /** A recorded decision of an out-of-court body, and one that a later record corrected. */
  dispute: { outcome: SettlementOutcome; follows: boolean }
  dispute_corrected: Facets['dispute']
  order: { kind: string; policy: string; country?: string; items: number }
  order_receipt: { kind: string; policy: string; country?: string }
  order_effect: Facets['order_receipt']
  restore: { cause: RestoreCause; action: Action; protected?: true; decided: AutomatedDecision }
  decision: { conclusion: Conclusion }
  offline_minutes: Record<never, never>
  wrong_offline_minutes: Record<never, never>
}
export type Figure = keyof Facets

/** So many cases of one figure with these facets, and the time that each took. Null: it has none. */
export interface Count<Name extends Figure> {
  facets: Facets[Name]
  seconds: number | null
  cases: number
}
/** The counts of a period. */
export type Counts = { readonly [Name in Figure]: readonly Count<Name>[] }

const FIGURES = [
  ...(['measure', 'report', 'notice_action', 'flagger_action', 'complaint', 'complaint_end', 'order'] as const),
  ...(['dispute', 'dispute_corrected'] as const),
  ...(['order_receipt', 'order_effect', 'restore', 'decision', 'offline_minutes', 'wrong_offline_minutes'] as const),
] as const satisfies readonly Figure[]

/** Returns the last day that is counted, as YYYY-MM-DD. Null: none is. */
export const findCountedUntil = (db: Queryable): Promise<string | null> =>
  db.onlyValue<string | null>(sql`select to_char(counted_until, 'YYYY-MM-DD') from transparency_progress`)

/** Refuses a period that does not consist of counted days, so that no report has half a day. */
export async function checkPeriod(db: Queryable, { from, to }: ReportPeriod): Promise<void> {
  if (from > to) throw invalidField('to', message('transparency.period', { from }))
  const until = await findCountedUntil(db)
  if (until === null || to > until)
    throw new DeskError('refused', message('transparency.notCounted', { to, until: until ?? '–' }))
}

/** Reads the counts of a period, added up over its days. */
export async function readCounts(db: Queryable, { from, to }: ReportPeriod): Promise<Counts> {
  const rows = await db.list<{ figure: Figure; facets: never; seconds: number | null; cases: number }>(sql`
    select figure, facets, seconds, sum(cases)::float8 as cases from transparency_count
    where day between ${from}::date and ${to}::date
    group by figure, facets, seconds`)
  const counts = Object.fromEntries(FIGURES.map((figure) => [figure, [] as unknown[]])) as Record<Figure, unknown[]>
  for (const { figure, ...count } of rows) counts[figure]?.push(count)
  return counts as unknown as Counts
}

/** Adds up the cases of counts. */
export const sumCases = (counts: readonly { cases: number }[]): number =>
  counts.reduce((sum, { cases }) => sum + cases, 0)

/** Returns the median time in hours. Null: no count has a time. */
export function medianHours(counts: readonly { seconds: number | null; cases: number }[]): number | null {
  const timed = counts.flatMap(({ seconds, cases }) => (seconds === null ? [] : [{ seconds, cases }]))
  timed.sort((one, other) => one.seconds - other.seconds)
  const half = sumCases(timed) / 2
  let upTo = 0
  for (const { seconds, cases } of timed) {
    upTo += cases
    if (upTo >= half) return Math.round((seconds / SECONDS_AN_HOUR) * HOUR_PARTS) / HOUR_PARTS
  }
  return null
}
const SECONDS_AN_HOUR = 3_600
/** Hours are written with four decimals, which a third of a second rounds to. */
const HOUR_PARTS = 10_000
