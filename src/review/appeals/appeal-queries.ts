import sql, { type Sql } from 'sql-template-tag'
import type { AppealEnd } from '../../enforcement/end/end-appeals.ts'
import { WITHHELD, type Withheld, withholdReason } from '../../enforcement/end/told-appeals.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { EnforcementState } from '../../foundation/domain.ts'
import type { Queue } from '../../policy/queues.ts'

export interface Appeal {
  id: string
  clientId: string
  bodyHash: Buffer | null
  /** Null: a reporter's, against a decision that led to nothing. */
  enforcementId: string | null
  subject: string
  state: 'open' | AppealEnd
  receivedAt: Date
  dueAt: Date
  endedAt: Date | null
  /** The judge's words, without what identifies people of the desk or a reporter. */
  reason: string | null
  /** SQL condition: at least one active reviewer had no part in the appealed enforcement and may get its case. */
  judgeable: boolean
}

const APPEAL = sql`appeal.id, appeal.client_id as "clientId", appeal.body_hash as "bodyHash", appeal.enforcement_id as "enforcementId",
  appeal.subject, appeal.state, appeal.received_at as "receivedAt", review_case.due_at as "dueAt", appeal.ended_at as "endedAt",
  appeal.reason, exists (select from staff person cross join lateral staff_standing(person.id) standing
    where standing.active and person.roles && review_case.queue_roles and may_judge_appeal(appeal.id, person.id)) as judgeable,
  ${WITHHELD}`

/** Finds one appeal by a condition of SQL, with the case in which it waits. */
export async function findOneAppeal(db: Queryable, which: Sql): Promise<Appeal | undefined> {
  const found = await db.find<Appeal & Withheld>(sql`
    select ${APPEAL} from appeal join review_case on review_case.appeal_id = appeal.id
      left join enforcement contested on contested.id = appeal.enforcement_id
      left join decision decided on decided.id = coalesce(appeal.decision_id, contested.decision_id)
    where ${which}`)
  return found && withholdReason(found)
}

/** Finds an appeal of this API key, or of one with the same name and platform: a next key keeps the name. */
export const findAppeal = (db: Queryable, keyId: string, id: string): Promise<Appeal | undefined> =>
  findOneAppeal(
    db,
    sql`appeal.id = ${id} and appeal.side = 'affected' and appeal.key_id in (
      select namesake.id from api_key own join api_key namesake
        on (namesake.name, namesake.platform) = (own.name, own.platform) where own.id = ${keyId})`,
  )

export const findKept = (db: Queryable, keyId: string, clientId: string): Promise<Appeal | undefined> =>
  findOneAppeal(db, sql`appeal.key_id = ${keyId} and appeal.client_id = ${clientId}`)

/** An enforcement or a decision that can be appealed. */
export interface Contestable {
  id: string
  subject: string
  accountId: string | null
  /** The case in which it was decided. */
  caseId: string | null
  bulkActionId: string | null
  /** The time until which an appeal is received, and true once it has passed. */
  until: Date
  tooLate: boolean
  /** The end of the pause in which appeals of this appellant are not received. Null: there is none. */
  pausedUntil: Date | null
  /** The id of the open appeal against it. */
  open: string | null
  /** The number of appeals that were judged and changed nothing, and the time of the last. */
  upheld: number
  upheldAt: Date | null
  /** True once as many appeals were upheld as there may be, even with new evidence. */
  isFinal: boolean
}

export interface Appealed extends Contestable {
  state: EnforcementState
}

/** Locks the enforcement of an appeal: by its id, or the newest one on a subject, those in effect first. */
export async function lockAppealed(
  tx: Tx,
  { enforcementId, subject }: { enforcementId: string | undefined; subject: string | undefined },
): Promise<Appealed | undefined> {
  const { rows } = await tx.query<{ id: string }>(sql`
    select id from enforcement where id = ${enforcementId ?? null} or (${enforcementId ?? null}::text is null and subject = ${subject ?? null})
    order by (is_effective(state)) desc, proposed_at desc, id desc limit 1 for no key update`)
  const id = rows[0]?.id
  if (id === undefined) return undefined
  // A second statement is needed, because the first may have waited for the lock and so saw older rows.
  return findAppealed(tx, id)
}

/** Finds an enforcement with its appeals. */
export const findAppealed = (db: Queryable, id: string): Promise<Appealed | undefined> =>
  db.find<Appealed>(sql`
    select id, subject, account_id as "accountId", case_id as "caseId", bulk_action_id as "bulkActionId", state,
      (select ends_at from misuse_measure where id = appeal_pause('affected', account_id, null)) as "pausedUntil",
      appeal_until(enforcement) as until, appeal_until(enforcement) < desk_now() as "tooLate",
      (select open.id from appeal open where open.enforcement_id = enforcement.id and open.state = 'open') as open,
      judged.upheld, judged.at as "upheldAt", judged.upheld >= appeals_judged_max() as "isFinal"
    from enforcement cross join lateral (
      select count(*) as upheld, max(ended_at) as at from appeal where enforcement_id = enforcement.id and state = 'upheld') judged
    where id = ${id}`)

/** Finds the newest appeal against an enforcement. */
export const findLatestAppeal = (db: Queryable, enforcementId: string): Promise<Appeal | undefined> =>
  findOneAppeal(
    db,
    sql`appeal.id = (select id from appeal latest where latest.enforcement_id = ${enforcementId}
      order by received_at desc, length(id) desc, id desc limit 1)`,
  )

export interface NewAppeal {
  keyId: string
  clientId: string
  bodyHash: Buffer
  appellant: string
  words: string
  newEvidence: string | null
  salt: Buffer
  saidHash: Buffer
  language: string | null
}

/** The side of an appellant: whose content or account is restricted, or who sent a notice that led to nothing. */
export type AppealSide = 'affected' | 'reporter'

/** Inserts an appeal under its sender's own id. Undefined: one with that id exists. */
export async function insertAppeal(
  tx: Tx,
  against: Contestable & { side: AppealSide },
  appeal: NewAppeal,
): Promise<string | undefined> {
  const isAffected = against.side === 'affected'
  return tx.findValue<string>(sql`
    insert into appeal (key_id, client_id, body_hash, appellant, words, new_evidence, salt, said_hash, language, side, enforcement_id,
      decision_id, subject, account_id)
    values (${appeal.keyId}, ${appeal.clientId}, ${appeal.bodyHash}, ${appeal.appellant}, ${appeal.words}, ${appeal.newEvidence},
      ${appeal.salt}, ${appeal.saidHash}, ${appeal.language}, ${against.side}, ${isAffected ? against.id : null},
      ${isAffected ? null : against.id}, ${against.subject}, ${against.accountId})
    on conflict (key_id, client_id) do nothing returning id`)
}

/** The minutes by which each further open appeal against one bulk action is delayed, in rank and due time. */
const APART_MINUTES = 15

/**
 * Opens an appeal's case with the requirements of the case in which its enforcement was decided. Each appeal against
 * one bulk action waits a little longer than the one before, so that a thousand of them don't delay other cases.
 */
export async function openCase(
  tx: Tx,
  {
    appealId,
    against,
    language,
    queue,
    by,
  }: { appealId: string; against: Contestable; language: string | null; queue: Queue; by: string },
): Promise<string> {
  const { clearances, languages, roles, employer, site, dueMs } = queue
  const opened = await tx.find<{ id: string }>(sql`
    with decided as (
      select coalesce(max(category), 'OTHER_VIOLATION_TC') as category, coalesce(max(severity), 1)::smallint as severity,
        max(language) as language, max(region) as region, coalesce(max(clearances), '{}') as clearances
      from review_case where id = ${against.caseId}),
    before as (
      select count(*) * ${APART_MINUTES} as minutes from review_case where bulk_action_id = ${against.bulkActionId} and closed_at is null),
    opened as (
      insert into review_case (subject, account_id, queue, category, language, region, clearances, queue_clearances, queue_languages,
        queue_roles, employer, site, severity, rank_boost_hours, due_at, appeal_id, bulk_action_id)
      select ${against.subject}, ${against.accountId}, ${queue.id}, category, coalesce(${language}, language), region,
        clearances, ${clearances}, ${languages}, ${roles}, ${employer}, ${site}, severity, -minutes / 60.0,
        desk_now() + (${JSON.stringify(dueMs)}::jsonb ->> severity::text)::bigint * interval '1 ms' + minutes * interval '1 minute',
        ${appealId}, ${against.bulkActionId}
      from decided cross join before returning id),
    told as (insert into case_event (case_id, kind, by) select id, 'opened', ${by} from opened)
    select id from opened`)
  if (opened === undefined) throw new Error(`no case was opened for ${appealId}`)
  return opened.id
}
