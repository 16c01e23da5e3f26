import sql from 'sql-template-tag'
import type { AppealEnd } from '../../../enforcement/end/end-appeals.ts'
import { inTransaction, type Tx } from '../../../foundation/database/db.ts'
import { finishJob, type Job } from '../../../foundation/jobs.ts'
import type { Desk } from '../../../policy/desk.ts'
import { queueLetter } from '../letters/letter-queries.ts'
import { queueAnswerJob } from '../status/answer-notices.ts'

interface Ended {
  outcome: AppealEnd
  /** The appellant's row, if they gave an address that is not erased. */
  correspondentId: string | null
  /** The cases that led to the enforcement: of a lesser one, also the first. Empty: a reporter contested a decision. */
  decidedIn: readonly string[]
  isTold: boolean
}

/**
 * Tells the appellant of a question, and answers everyone whom the end of an appeal concerns: the appellant by a letter, and the people who sent a notice in the
 * decided case, to whom it may mean another outcome. The person affected gets the statement of the restore. May run
 * twice: the letter and each answer go once.
 */
export async function answerAppellant({ db }: Pick<Desk, 'db'>, job: Job): Promise<void> {
  await inTransaction(db, async (tx) => {
    await writeQuestion(tx, job.key)
    const ended = await tx.find<Ended>(sql`
      select appeal.state as outcome, correspondent.id as "correspondentId",
        array(select list_leading_cases(enforcement.case_id)) as "decidedIn",
        exists (select from letter where appeal_id = appeal.id and kind = 'appeal_outcome') as "isTold"
      from appeal left join enforcement on enforcement.id = appeal.enforcement_id
        left join appeal_page page on page.appeal_id = appeal.id
        left join correspondent on correspondent.id = page.correspondent_id and correspondent.mark is not null
      where appeal.id = ${job.key} and appeal.state <> 'open' for no key update of appeal`)
    if (ended === undefined) return
    const { outcome, correspondentId, decidedIn, isTold } = ended
    if (correspondentId !== null && !isTold)
      queueLetter(tx, { kind: 'appeal_outcome', correspondentId, appealId: job.key, outcome })
    for (const caseId of decidedIn) queueAnswerJob(tx, caseId)
  })
  await finishJob(db, job)
}

/** Writes to the appellant that their appeal has a question, once. */
async function writeQuestion(tx: Tx, appealId: string): Promise<void> {
  const correspondentId = await tx.findValue<string>(sql`
    select correspondent.id from appeal_question asked join appeal_page page on page.appeal_id = asked.appeal_id
      join correspondent on correspondent.id = page.correspondent_id and correspondent.mark is not null
    where asked.appeal_id = ${appealId} and awaits_answer(asked.appeal_id)
      and not exists (select from letter where appeal_id = asked.appeal_id and kind = 'appeal_question')`)
  if (correspondentId !== undefined) queueLetter(tx, { kind: 'appeal_question', correspondentId, appealId })
}
