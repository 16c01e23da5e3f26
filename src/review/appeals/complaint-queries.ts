import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Appeal, type Contestable, findOneAppeal } from './appeal-queries.ts'

/**
 * Finds the decision by which a notice led to nothing, with the open appeal against it and those of this sender that
 * were judged. Undefined: it has another outcome, or none. What an appeal of the person affected undid is no reporter's to contest here again.
 */
export const findContestedDecision = (db: Queryable, noticeId: string): Promise<Contestable | undefined> =>
  db.find<Contestable>(sql`
    select decision.id, notice.subject, decided.account_id as "accountId", decided.id as "caseId", null as "bulkActionId",
      complaint_until(notice.id, decision.id) as until, complaint_until(notice.id, decision.id) < desk_now() as "tooLate",
      (select ends_at from misuse_measure where id = appeal_pause('reporter', null, notice.id)) as "pausedUntil",
      (select id from appeal where decision_id = decision.id and state = 'open') as open, judged.upheld, judged.upheld_at as "upheldAt",
      judged.upheld >= appeals_judged_max() or exists (select from enforcement where decision_id = decision.id) as "isFinal"
    from notice join review_case decided on decided.id = coalesce(notice.answering_case_id, notice.case_id) and decided.closed_at is not null
      join lateral (select id from decision where case_id = decided.id order by decided_at desc, id desc limit 1) decision on true
      cross join lateral sender_appeals(decision.id, notice.id) judged
    where notice.id = ${noticeId} and notice.outcome = 'not_actioned' and notice.reopened_at is null`)

/** Finds the newest appeal that came from the page of a notice. */
export const findComplaintOfNotice = (db: Queryable, noticeId: string): Promise<Appeal | undefined> =>
  findOneAppeal(
    db,
    sql`appeal.id = (select id from appeal latest join appeal_page page on page.appeal_id = latest.id
      where page.notice_id = ${noticeId} order by received_at desc, length(id) desc, id desc limit 1)`,
  )
