import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import type { EnforcementState, RestoreCause } from '../../foundation/domain.ts'
import { policiesAt } from '../../policy/policies-at.ts'
import { type GivenAnswer, listAnswers } from '../approve/answer-queries.ts'
import type { AppealEnd } from '../end/end-appeals.ts'

interface About {
  handle: string | null
  /** The reach of the account, as the desk counts it. */
  reach: number | null
  rationale: string | null
  /** The version of the policies that was in force at the decision, and since when. Null: none was approved then. */
  policyVersion: number | null
  policySince: Date | null
  /** The version of the content about which it was decided, and the version now. Null: none was known. */
  contentVersions: { decided: string; now: string } | null
}

export interface EnforcementHistory extends About {
  moves: { from: EnforcementState | null; to: EnforcementState; by: string; at: Date }[]
  answers: readonly GivenAnswer[]
  restore: RestoreHistory | undefined
  /** The reasons that people gave after they stopped it or asked for its restore, the oldest first. */
  laterReasons: readonly LaterReason[]
  /** The state of the subject that the platform showed last. Undefined: it was not read for an enforcement yet. */
  readBack: ReadBack | undefined
  /** The appeals against the enforcement, the oldest first. */
  appeals: readonly AppealHistory[]
}

export interface ReadBack {
  at: Date
  visible: boolean
  mayPost: boolean
  spread: string
}

interface LaterReason {
  by: string
  reason: string
  at: Date
}

interface AppealHistory {
  id: string
  state: 'open' | AppealEnd
  receivedAt: Date
  endedAt: Date | null
}

export interface RestoreHistory {
  cause: RestoreCause
  by: string
  reason: string | null
  askedAt: Date
  visibleAt: Date | null
  restoredAt: Date | null
  reachBefore: number | null
  /** The person who asked first for a restore that takes two people. */
  askedBy: string | null
}

/** Reads the moves of an enforcement, the answers to it, its restore, and the appeals against it. */
export async function readEnforcementHistory(db: Queryable, enforcementId: string): Promise<EnforcementHistory> {
  const moves = await db.query<EnforcementHistory['moves'][number]>(sql`
    select from_state as "from", to_state as "to", by, at from enforcement_move where enforcement_id = ${enforcementId} order by id`)
  const restores = await db.query<RestoreHistory>(sql`
    select cause, by, reason, asked_at as "askedAt", visible_at as "visibleAt", restored_at as "restoredAt",
      reach_before as "reachBefore", 'staff:' || asked_by as "askedBy"
    from enforcement_restore where enforcement_id = ${enforcementId}`)
  const appeals = await db.query<AppealHistory>(sql`
    select id, state, received_at as "receivedAt", ended_at as "endedAt" from appeal
    where enforcement_id = ${enforcementId} order by received_at, id`)
  const laterReasons = await db.query<LaterReason>(sql`
    select 'staff:' || staff_id as by, reason, at from later_reason where enforcement_id = ${enforcementId} order by at`)
  const readBack = await db.find<ReadBack>(sql`
    select seen_at as at, (seen -> 'visible')::boolean as visible, (seen -> 'mayPost')::boolean as "mayPost", seen ->> 'spread' as spread
    from subject_state where subject = (select subject from enforcement where id = ${enforcementId}) and seen is not null`)
  const answers = await listAnswers(db, enforcementId)
  const about = await readAbout(db, enforcementId)
  return {
    ...about,
    readBack,
    ...{
      moves: moves.rows,
      answers,
      restore: restores.rows[0],
      laterReasons: laterReasons.rows,
      appeals: appeals.rows,
    },
  }
}

/** Reads the account that an enforcement is about, and the reason that its decision states. */
async function readAbout(db: Queryable, enforcementId: string): Promise<About> {
  const { rows } = await db.query<About>(sql`
    select account.handle, account.reach_counted as reach, decision.rationale,
      policies.version as "policyVersion", policies.since as "policySince",
      case when content_version is not null then json_build_object('decided', content_version, 'now', (
        -- The later of the last facts and the last read-back.
        select coalesce(case when state.seen_at >= content.facts_at then state.seen_version end, content.version,
          state.seen_version, content_version)
        from content left join subject_state state on state.subject = enforcement.subject
        where content.id = subject_id(enforcement.subject, 'content'))) end as "contentVersions"
    from enforcement
      left join account on account.id = enforcement.account_id
      left join decision on decision.id = enforcement.decision_id
      left join lateral ${policiesAt(sql`coalesce(decision.decided_at, enforcement.proposed_at)`)} policies on true
    where enforcement.id = ${enforcementId}`)
  return (
    rows[0] ?? {
      handle: null,
      reach: null,
      rationale: null,
      policyVersion: null,
      policySince: null,
      contentVersions: null,
    }
  )
}
