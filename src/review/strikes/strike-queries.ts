import sql, { raw, type Sql } from 'sql-template-tag'
import { listHiddenActors } from '../../enforcement/approve/kept-from.ts'
import { isToldNow } from '../../enforcement/statements/statement-queries.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { type Action, accountKey } from '../../foundation/domain.ts'
import type { StrikeGround } from '../../policy/strikes/count-strikes.ts'
import type { StrikeThreshold } from '../../policy/strikes/strikes-file.ts'

/** An enforcement that gives points now, as people read about it. */
export interface ListedGround extends StrikeGround {
  policyId: string
  action: Action
  struckAt: Date
}

/**
 * Lists the enforcements on an account and its contents that give points. A person is told of none that would tell what
 * they are to judge by themselves, and the person affected of none that an authority's silence holds back.
 */
export const listGrounds = (db: Queryable, accountId: string, staffId: string | null): Promise<ListedGround[]> =>
  db.list<ListedGround>(sql`
    select enforcement_id as "enforcementId", occasion, ground.policy_id as "policyId", ground.action, given_by as "givenBy", points,
      struck_at as "struckAt", ground.expires_at as "expiresAt"
    from list_strike_grounds(${accountId}) ground join enforcement on enforcement.id = enforcement_id
    where ${staffId === null ? raw(isToldNow) : isTold(accountId, staffId)}`)

const isTold = (accountId: string, staffId: string): Sql => sql`(
  not hides_action(${staffId}, enforcement)
  and given_by <> all (${listHiddenActors(staffId, sql`${accountKey(accountId)}`, sql`${accountId}`)}))`

/** Lists the thresholds of the policies in force, the lowest first. */
export const listThresholds = (db: Queryable): Promise<StrikeThreshold[]> =>
  db.listValues<StrikeThreshold>(sql`select threshold from list_strike_thresholds() threshold`)

/** A case that strikes opened, with the threshold that they reached. */
export interface StrikeCase {
  id: string
  caseId: string
  points: number
  threshold: StrikeThreshold
  enforcementIds: string[]
}

const COLUMNS = sql`id, case_id as "caseId", points, threshold, enforcement_ids as "enforcementIds"`

/**
 * Finds the latest strikes that opened this case, for a person. Undefined: none did, or the person still reviews by
 * themselves a proposal on the account.
 */
export const findStrikeCase = (db: Queryable, caseId: string, staffId: string): Promise<StrikeCase | undefined> =>
  db.find<StrikeCase>(sql`
    select ${COLUMNS} from strike_case where case_id = ${caseId} and not exists (select from enforcement asked
      where asked.account_id = strike_case.account_id and is_waiting(asked.state) and has_blinded_offer(${staffId}, asked))
    order by made_at desc, length(id) desc, id desc limit 1`)

/** The strikes of an account as far as they open a case: the threshold, and the policy of the heaviest one. */
export interface Standing {
  threshold: StrikeThreshold | null
  policyId: string | null
  /** The account has a case of these strikes, or an enforcement on it that takes as much. */
  isAnswered: boolean
  openedInHour: number
}

/** Reads whether the strikes of an account open a case now. */
export const readStanding = (tx: Tx, accountId: string): Promise<Standing> =>
  tx.only<Standing>(sql`
    with reached as materialized (select reached_threshold(${accountId}) as threshold)
    select reached.threshold,
      (select policy_id from list_strikes(${accountId}) order by points desc, struck_at desc limit 1) as "policyId",
      has_strike_case(${accountId}) or exists (select from enforcement standing
        where standing.subject = ${accountKey(accountId)} and (is_acting(standing.state) or is_waiting(standing.state))
          and not standing.failing and is_as_strict(standing.action, reached.threshold ->> 'action')) as "isAnswered",
      (select count(*)::integer from strike_case where made_at > desk_now() - interval '1 hour') as "openedInHour"
    from reached`)

/** Stores that strikes opened a case. PostgreSQL counts them once more and fills in the rest. */
export const insertStrikeCase = (tx: Tx, accountId: string, caseId: string): Promise<StrikeCase> =>
  tx.only<StrikeCase>(sql`
    insert into strike_case (account_id, case_id, threshold, points, enforcement_ids, given_by)
    values (${accountId}, ${caseId}, '{}', 1, array['-'], '{}') returning ${COLUMNS}`)
