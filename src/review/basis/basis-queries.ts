import sql from 'sql-template-tag'
import type { StatementSource } from '../../enforcement/statements/statement-facts.ts'
import type { Queryable } from '../../foundation/database/db.ts'

/** The rows of a case from which a statement about it is made. */
export type CaseSource = Pick<
  StatementSource,
  | 'contentCreatedAt'
  | 'contentLanguage'
  | 'contentTypes'
  | 'accountCreatedAt'
  | 'ordered'
  | 'noticed'
  | 'reported'
  | 'signalled'
  | 'withheld'
  | 'withheldIds'
> & { subject: string; accountId: string | null }

/**
 * Finds the rows of a case. `stated`: the reviewer's texts, in which their own names are looked for. Ids of reporters are
 * not: a preview that takes them out would tell a reviewer which guess of one is right.
 */
export async function findCaseSource(
  db: Queryable,
  { caseId, staffId, stated }: { caseId: string; staffId: string; stated: string },
): Promise<CaseSource | undefined> {
  return db.find<CaseSource>(sql`
    select one.subject, one.account_id as "accountId", content.content_created_at as "contentCreatedAt",
      content.language as "contentLanguage", account.account_created_at as "accountCreatedAt", case_cause.*,
      array(select distinct kind from content_media where content_id = content.id and gone_at is null order by kind)
        || case when content.text <> '' then array['text'] else '{}'::text[] end as "contentTypes",
      list_withheld_words('', ${staffId}, ${stated}) as withheld,
      '{}'::text[] as "withheldIds"
    from review_case one
      left join content on starts_with(one.subject, 'content:') and content.id = substr(one.subject, 9)
      left join account on account.id = one.account_id
      cross join lateral case_causes(one.id, one.subject) case_cause
    where one.id = ${caseId}`)
}
