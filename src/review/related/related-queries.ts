import sql from 'sql-template-tag'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { MAY_SEE_ACCOUNT } from '../../cases/claims/who-sees.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { CAME_TO_NOTHING } from '../account-history/account-history-queries.ts'
import { isLookedAtAgain } from '../quality-review/qa-sample-queries.ts'
import type { KnownRelated } from './show-related.ts'

/** Lists which of these accounts the desk knows, with what became of each, for one reader. */
export async function listKnownRelated(
  db: Queryable,
  { accountIds, staffId }: { accountIds: readonly string[]; staffId: string },
): Promise<KnownRelated[]> {
  if (accountIds.length === 0) return []
  return db.list<KnownRelated>(sql`
    select account.id, account.handle, account.display_name as "displayName", account.reach_counted as reach,
      account.protected, ${MAY_SEE_ACCOUNT} as "isVisible",
      exists (select from enforcement where account_id = account.id and is_waiting(state)
        and owes_independent_review(${staffId}, enforcement)) as "isUndisclosed",
      case when not coalesce((standing.desired ->> 'visible')::boolean, true) then 'offline'
        when standing.desired ->> 'mayPost' = 'false' or standing.desired ->> 'spread' = 'limited' then 'restricted'
        else 'online' end as state,
      (select count(*)::integer from review_case candidate join decision on decision.case_id = candidate.id
        where candidate.account_id = account.id and ${MAY_OPEN} and decision.conclusion = 'violation'
          and not ${CAME_TO_NOTHING} and not ${isLookedAtAgain(staffId)}) as violations,
      (select count(*)::integer from review_case candidate
        where candidate.account_id = account.id and candidate.state = 'open' and ${MAY_OPEN}) as "openCases"
    from account join staff person on person.id = ${staffId}
      left join subject_state standing on standing.subject = 'account:' || account.id
    where account.id = any (${accountIds})`)
}
