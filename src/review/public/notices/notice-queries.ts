import { randomInt } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import { type Category, type Subject, subjectKey } from '../../../foundation/domain.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { RECEIVED_IN_PAUSE } from '../../../policy/misuse.ts'
import type { NoticeKind } from './notice-kinds.ts'
import type { NoticeDraft } from './read-notice.ts'

/** The outcome of a notice, as its sender learns it. */
export type Outcome = 'actioned' | 'not_actioned'

export interface StoredNotice {
  id: string
  reference: string
  correspondentId: string | null
  kind: NoticeKind
  subject: string
  address: string
  language: PublicLanguage
  /** Null: its report is stored, with these words. */
  reason: string | null
  work: string | null
  holder: string | null
  /** The hash of a file in hex. Null: the sender gave none. */
  sha256: string | null
  madeAt: Date
  /** True when the sender opened the link that was sent to their address. */
  isConfirmed: boolean
  /** Null: its sender has not confirmed it. */
  dueAt: Date | null
  acceptedAt: Date | null
  caseId: string | null
  /** Null: it is not accepted. */
  reportId: string | null
  removalRequestId: string | null
  /** The end of the pause in which it is stored. Null: it is in none. */
  pausedUntil: Date | null
  /** The keyed hash of the network that sent it. Null: it was forgotten. */
  network: Buffer | null
  outcome: Outcome | null
  concludedAt: Date | null
  /** The time at which another outcome replaced the first. Null: none did. */
  changedAt: Date | null
  /** The time at which an appeal opened the decision again. Null: it is not open. */
  reopenedAt: Date | null
}

const NOTICE = sql`notice.id, notice.reference, notice.correspondent_id as "correspondentId", notice.kind, notice.subject,
  notice.address, notice.language, notice.reason, notice.work, notice.holder, encode(notice.sha256, 'hex') as sha256, notice.made_at as "madeAt",
  notice.due_at as "dueAt", notice.accepted_at as "acceptedAt", notice.case_id as "caseId", notice.report_id as "reportId",
  notice.outcome, (select ends_at from misuse_measure where id = notice.paused_by) as "pausedUntil",
  notice.changed_at as "changedAt", notice.reopened_at as "reopenedAt", notice.removal_request_id as "removalRequestId", notice.network, notice.concluded_at as "concludedAt", correspondent.confirmed_at is not null as "isConfirmed"
  from notice left join correspondent on correspondent.id = notice.correspondent_id`

export const findNotice = (db: Queryable, id: string): Promise<StoredNotice | undefined> =>
  db.find<StoredNotice>(sql`select ${NOTICE} where notice.id = ${id}`)

/** Finds the notice that was sent with a form, and the hash of what was sent. */
export const findByForm = (db: Queryable, form: string): Promise<{ id: string; bodyHash: Buffer } | undefined> =>
  db.find(sql`select id, body_hash as "bodyHash" from notice where form = decode(${form}, 'hex')`)

interface NewNotice {
  draft: NoticeDraft
  subject: Subject
  language: PublicLanguage
  correspondentId: string | null
  bodyHash: Buffer
  network: Buffer
  isDue: boolean
}

/** Stores a notice with its files. Returns its id. Fails with unique_violation if its form was sent before. */
export async function insertNotice(tx: Tx, notice: NewNotice): Promise<string> {
  const { draft, subject, language, correspondentId, bodyHash, network, isDue } = notice
  const { kind, address, reason, work, holder, sha256, signature, form, files } = draft
  const id = await tx.onlyValue<string>(sql`
    insert into notice (reference, form, body_hash, correspondent_id, kind, subject, address, language, reason, work, holder,
      sha256, signed, network, due_at)
    values (${makeReference()}, decode(${form}, 'hex'), ${bodyHash}, ${correspondentId}, ${kind}, ${subjectKey(subject)},
      ${address}, ${language}, ${reason}, ${work}, ${holder}, decode(${sha256}, 'hex'), ${signature !== null},
      ${network}, case when ${isDue} then desk_now() end)
    returning id`)
  for (const [place, { mediaType, bytes }] of files.entries())
    await tx.query(sql`
      insert into notice_file (notice_id, place, media_type, bytes) values (${id}, ${place}, ${mediaType}, ${bytes})`)
  return id
}

/** Characters that can't be mistaken for others when a reference is read aloud. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const REFERENCE_CHARS = 10

function makeReference(): string {
  const letters = Array.from({ length: REFERENCE_CHARS }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return `${letters.slice(0, REFERENCE_CHARS / 2)}-${letters.slice(REFERENCE_CHARS / 2)}`
}

/** Notices that wait, of all networks and of one. */
interface Waiting {
  all: number
  ofNetwork: number
}

/** Counts the notices that wait for the worker (`isDue`), or for their senders. */
export const countWaiting = (
  db: Queryable,
  { network, isDue }: Pick<NewNotice, 'network' | 'isDue'>,
): Promise<Waiting> =>
  db.only<Waiting>(sql`
    select count(*)::integer as all, count(*) filter (where network = ${network})::integer as "ofNetwork"
    from notice where accepted_at is null and paused_by is null and (due_at is not null) = ${isDue}`)

/** Confirms the sender of a notice, which makes it due. Returns false if they were confirmed before. */
export async function updateConfirmed(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    with confirmed as (
      update correspondent set confirmed_at = desk_now()
      where id = (select correspondent_id from notice where id = ${id}) and confirmed_at is null returning id)
    update notice set due_at = coalesce(due_at, desk_now())
    where id = ${id} and correspondent_id in (select id from confirmed)`)
  return rowCount === 1
}

export const listFiles = (db: Queryable, id: string): Promise<{ mediaType: string; bytes: Buffer }[]> =>
  db.list(sql`select media_type as "mediaType", bytes from notice_file where notice_id = ${id} order by place`)

/** Legal clocks that unconfirmed notices started: all, and those of the network and the e-mail address of one notice. */
interface UnconfirmedClocks {
  all: number
  ofNetwork: number
  ofAddress: number
}

/** Counts the legal clocks that unconfirmed notices started within a day. */
export const countUnconfirmedClocks = (
  db: Queryable,
  { network, correspondentId }: StoredNotice,
): Promise<UnconfirmedClocks> =>
  db.only<UnconfirmedClocks>(sql`
    select count(*)::integer as all, count(*) filter (where network = ${network})::integer as "ofNetwork",
      count(*) filter (where mark = (select mark from correspondent where id = ${correspondentId}))::integer as "ofAddress"
    from notice join correspondent on correspondent.id = correspondent_id
    where removal_request_id is not null and accepted_at > desk_now() - interval '1 day' and confirmed_at is null`)

interface Acceptance {
  reportId: string
  caseId: string
  removalRequestId: string | null
}

/** Marks a notice as received with its report, and removes its files and words, which the report has. False: it was before. */
export async function updateAccepted(
  tx: Tx,
  id: string,
  { reportId, caseId, removalRequestId }: Acceptance,
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update notice set accepted_at = ${tx.now}, reason = null, work = null, holder = null, report_id = ${reportId}, case_id = ${caseId},
      removal_request_id = ${removalRequestId}, network = case when ${removalRequestId !== null} then network end
    where id = ${id} and accepted_at is null`)
  if (rowCount === 0) return false
  await tx.query(sql`delete from notice_file where notice_id = ${id}`)
  return true
}

/**
 * Stores a notice aside that came in a pause of its sender, and takes it back once that pause has ended early. Returns
 * true while it stays aside. Files are not stored, and of many notices no words.
 */
export async function updatePaused(db: Queryable, id: string, category: Category): Promise<boolean> {
  if (RECEIVED_IN_PAUSE.includes(category)) return false
  await db.query(sql`
    update notice set paused_by = pause_of_notice(id)
    where id = ${id} and accepted_at is null and paused_by is distinct from pause_of_notice(id)`)
  return db.onlyValue<boolean>(sql`select paused_by is not null as paused from notice where id = ${id}`)
}

/** Names the removal request of an accepted notice that had none. Returns false if it had one. */
export async function updateLateClock(tx: Tx, id: string, removalRequestId: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update notice set removal_request_id = ${removalRequestId}
    where id = ${id} and accepted_at is not null and removal_request_id is null`)
  return rowCount === 1
}

/** Locks a case against closing until the transaction ends. Returns true if it is closed already. */
export const lockClosed = (tx: Tx, caseId: string): Promise<boolean> =>
  tx.onlyValue<boolean>(sql`
    select closed_at is not null as closed from review_case where id = ${caseId} for share`)
