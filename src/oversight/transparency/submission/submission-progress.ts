import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import type { FieldError } from '../statement/check-statement.ts'
import type { Flagged } from '../statement/to-dsa-statement.ts'
import { countSubmissions } from './submission-queries.ts'

interface Progress {
  waiting: number
  held: number
  refused: number
  waitingSince: Date | null
  lastSentAt: Date | null
}

/** Reads how far statements have come on their way to the DSA Transparency Database. */
export async function readProgress(db: Queryable): Promise<Progress> {
  const times = await db.only<Pick<Progress, 'waitingSince' | 'lastSentAt'>>(sql`
    select (select due_at from dsa_submission where state = 'waiting' and due_at <= desk_now() order by due_at limit 1)
        as "waitingSince",
      (select sent_at from dsa_delivery order by sent_at desc limit 1) as "lastSentAt"`)
  return { ...(await countSubmissions(db)), ...times }
}

interface StoppedFaults {
  statementId: string
  enforcementId: string
  state: 'held' | 'refused'
  faults: FieldError[]
}

/** The most statements of one list. */
const LISTED_MAX = 100

/** Lists the statements that wait for a person with their faults, the oldest first, and without any of their texts. */
export async function listStoppedFaults(db: Queryable): Promise<StoppedFaults[]> {
  const stopped = await db.list<Omit<StoppedFaults, 'faults'> & { faults: readonly FieldError[] | Flagged | null }>(sql`
    select statement.id as "statementId", statement.enforcement_id as "enforcementId", submission.state, submission.faults
    from dsa_submission submission join statement on statement.id = submission.statement_id
    where submission.state in ('held', 'refused') order by length(statement.id), statement.id limit ${LISTED_MAX}`)
  return stopped.map(({ faults, ...row }) => ({ ...row, faults: toFieldErrors(faults) }))
}

/** The fields with their faults, or the texts with the kinds of personal data that they may have. */
const toFieldErrors = (faults: readonly FieldError[] | Flagged | null): FieldError[] =>
  Array.isArray(faults)
    ? faults.map(({ field, says }) => ({ field, says }))
    : Object.entries(faults ?? {}).map(([field, kinds]) => ({ field, says: kinds.join(', ') }))
