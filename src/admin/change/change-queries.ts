import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import { staffKey } from '../../foundation/domain.ts'
import sql, { raw } from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { ReadText } from '../../foundation/messages/stored-text.ts'
import type { ChangeState } from './change-state.ts'
import { type ChangeKind, type Direction, SAYS_CHARS_MAX } from './wanted.ts'

/** One change in its present state. */
export interface Change {
  id: string
  kind: ChangeKind
  /** The content of the change, as canonical JSON. */
  body: string
  says: string
  /** The message that renders the words in other languages. Null: there is none. */
  message: unknown
  direction: Direction
  reason: string
  proposedBy: string
  proposedAt: Date
  expiresAt: Date
  state: ChangeState
  /** The time from which an agreed change may be applied. Null: it was not delayed. */
  takesEffectAt: Date | null
  movedBy: string
  movedAt: Date
}

const CHANGE =
  raw(`id, kind, body, says, message, direction, reason, proposed_by as "proposedBy", proposed_at as "proposedAt",
  expires_at as "expiresAt", state, takes_effect_at as "takesEffectAt", moved_by as "movedBy", moved_at as "movedAt"`)

/** Returns the words of a change as stored. */
export const storedOf = ({ says, message: stored }: Pick<Change, 'says' | 'message'>): ReadText => ({
  english: says,
  message: stored,
  charsMax: SAYS_CHARS_MAX,
})

/** A person's answer to a change. */
export interface ChangeAnswer {
  changeId: string
  staffId: string
  answer: 'agree' | 'decline'
  reason: string | null
  signedAt: Date
}

export async function findChange(db: Queryable, changeId: string): Promise<Change | undefined> {
  return (await db.query<Change>(sql`select ${CHANGE} from desk_change where id = ${changeId}`)).rows[0]
}

/** Finds the change and locks it. The people whom it concerns are locked first, as in every transaction. */
export async function lockChange(tx: Tx, changeId: string): Promise<Change | undefined> {
  return (await tx.query<Change>(sql`select ${CHANGE} from desk_change where id = ${changeId} for update`)).rows[0]
}

/** Lists one page of changes, the newest first. */
export async function listChanges(
  db: Queryable,
  { open }: { open: boolean },
  page: PageRequest,
): Promise<PageOf<Change>> {
  const rows = sql`select ${CHANGE} from desk_change where not ${open}::boolean or state in ('proposed', 'agreed')`
  const key = [descending(sql`listed."proposedAt"`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<Change>(db, { rows, key }, page)
}

export async function listChangeAnswers(db: Queryable, changeIds: readonly string[]): Promise<ChangeAnswer[]> {
  return db.list<ChangeAnswer>(sql`
    select change_id as "changeId", staff_id as "staffId", answer, reason, signed_at as "signedAt"
    from change_answer where change_id = any (${changeIds}) order by id`)
}

/** Lists the changes that expired before a person decided about them. */
export async function listLapsed(db: Queryable, limit: number): Promise<string[]> {
  return db.listValues<string>(sql`
    select id from desk_change where state = 'proposed' and expires_at <= desk_now() order by expires_at limit ${limit}`)
}

/** Lists the agreed changes whose delay is over. */
export async function listAgreedDue(db: Queryable, limit: number): Promise<string[]> {
  return db.listValues<string>(sql`
    select id from desk_change where state = 'agreed' and takes_effect_at <= desk_now()
      and (direction = 'stricter' or not in_recovery()) order by takes_effect_at, id limit ${limit}`)
}

/** Finds the delay in milliseconds that a change would have if this person agreed to it now. */
export async function findDelayMs(db: Queryable, changeId: string, staffId: string): Promise<number> {
  return db.onlyValue<number>(sql`
    select ceil(extract(epoch from change_wait(desk_change, ${staffId})) * 1000)::bigint as "delayMs"
    from desk_change where id = ${changeId}`)
}

type NewChange = Pick<Change, 'kind' | 'body' | 'says' | 'direction' | 'reason' | 'proposedBy'> & {
  /** As JSON. */
  message: string | null
  /** The signature with which its proposer alone takes a role or a clearance. */
  signatureId: string | null
}

export async function insertChange(tx: Tx, change: NewChange): Promise<Change> {
  return tx.only<Change>(sql`
    insert into desk_change (kind, body, says, message, direction, reason, signature_id, proposed_by, moved_by)
    values (${change.kind}, ${change.body}, ${change.says}, ${change.message}::jsonb, ${change.direction}, ${change.reason}, ${change.signatureId},
      ${change.proposedBy}, ${staffKey(change.proposedBy)})
    returning ${CHANGE}`)
}

/**
 * Moves a locked change to another state. The move to "applied" carries it out in PostgreSQL, which refuses a change
 * without its rows.
 */
export async function updateChangeState(tx: Tx, changeId: string, to: ChangeState, by: string): Promise<Change> {
  return tx.only<Change>(sql`
    update desk_change set state = ${to}, moved_by = ${by} where id = ${changeId} returning ${CHANGE}`)
}

export async function insertChangeAnswer(
  tx: Tx,
  answer: Omit<ChangeAnswer, 'signedAt'> & { core: string; signatureId: string | null },
): Promise<void> {
  await tx.query(sql`
    insert into change_answer (change_id, staff_id, answer, reason, core, signature_id)
    values (${answer.changeId}, ${answer.staffId}, ${answer.answer}, ${answer.reason}, ${answer.core}, ${answer.signatureId})`)
}

/** Locks the rows of all these people first, before any account or change. */
export async function lockStaffRows(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(sql`select from staff where id = any (${ids}) order by id for no key update`)
}
