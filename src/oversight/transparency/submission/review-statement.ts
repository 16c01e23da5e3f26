import sql from 'sql-template-tag'
import { inTransaction, type Pool } from '../../../foundation/database/db.ts'
import type { Role, StaffCaller } from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { FieldError } from '../statement/check-statement.ts'
import type { ChosenTexts, Flagged } from '../statement/to-dsa-statement.ts'

export interface StoppedStatement {
  statement: string
  state: 'held' | 'refused'
  /** The fields with their faults, or the kinds of personal data by text. */
  faults: readonly FieldError[] | Flagged | null
  /** The texts as they were written. */
  facts: string | null
  explanation: string | null
}

/** The most statements of one list. */
const LISTED_MAX = 100

/** Lists the statements that wait for a person, the oldest first. */
export async function listStopped(db: Pool, by: StaffCaller): Promise<StoppedStatement[]> {
  checkRole(by)
  return db.list<StoppedStatement>(sql`
    select submission.statement_id as statement, state, faults, facts ->> 'facts' as facts,
      facts ->> 'explanation' as explanation
    from dsa_submission submission left join statement_content content using (statement_id)
    where state in ('held', 'refused') order by length(statement_id), statement_id limit ${LISTED_MAX}`)
}

/** The roles that may read the flagged texts, and decide what a public database gets. */
const ROLES: readonly Role[] = ['policy', 'lead']

function checkRole({ roles }: StaffCaller): void {
  if (!roles.some((role) => ROLES.includes(role))) throw new DeskError('not_allowed', message('cli.dsaRole'))
}

interface ReviewChoice {
  texts: ChosenTexts
  /** The day of the content, as YYYY-MM-DD. */
  contentDate?: string
  reason: string
}

/** Records a person's choice about statements that wait for one, and lets them be sent. Returns how many. */
export async function reviewStatements(
  db: Pool,
  ids: readonly string[],
  { texts, contentDate, reason }: ReviewChoice,
  by: StaffCaller,
): Promise<number> {
  checkRole(by)
  return inTransaction(db, async (tx) => {
    const held = await tx.listValues<string>(sql`
      select statement_id from dsa_submission where statement_id = any (${ids}) and state in ('held', 'refused')
      order by statement_id for no key update`)
    const reviewed = await tx.list<{ statementId: string; contentDate: string | null }>(sql`
      insert into dsa_review (statement_id, texts, content_date, reviewed_by)
      select held_id, ${texts}, coalesce(${contentDate ?? null}::date, (
        select content_date from dsa_review where statement_id = held_id order by id desc limit 1)), ${by.id}
      from unnest(${held}::text[]) held_id
      returning statement_id as "statementId", to_char(content_date, 'YYYY-MM-DD') as "contentDate"`)
    await tx.query(sql`
      update dsa_submission set state = 'waiting', faults = null, due_at = desk_now() where statement_id = any (${held})`)
    for (const review of reviewed) {
      const day = review.contentDate === null ? {} : { contentDate: review.contentDate }
      const { statementId } = review
      queueEntry(tx, {
        ...{ kind: 'dsa_statement_reviewed', statementId, texts, ...day, reason },
        by: { kind: 'staff', id: by.id },
      })
    }
    return reviewed.length
  })
}
