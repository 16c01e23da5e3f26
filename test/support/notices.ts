import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Queryable } from '../../src/foundation/database/db.ts'
import type { NoticeKind } from '../../src/review/public/notices/notice-kinds.ts'
import { type GivenCase, givenAccount, givenCase } from './cases.ts'
import { givenKey } from './people.ts'

interface GivenNotice {
  kind?: NoticeKind
  language?: 'en' | 'de' | 'ar'
  /** The e-mail address by which the sender is the same person. Undefined: an anonymous notice. */
  email?: string
  /** False: the sender has not opened the link. */
  isConfirmed?: boolean
  /** The case that its report joined. Undefined: it has no report yet. */
  caseId?: string
  subject?: string
  outcome?: 'actioned' | 'not_actioned'
}

const addressOf = async (db: Queryable, email: string, isConfirmed: boolean): Promise<string> =>
  db.onlyValue<string>(sql`
    insert into correspondent (mark, sealed, language, confirmed_at)
    values (sha256(${email}::text::bytea), '\\x01', 'en', case when ${isConfirmed} then desk_now() end) returning id`)

/** Inserts a notice of a person outside as the form stores it, with its report on a case. */
export async function givenNotice(db: Queryable, given: GivenNotice = {}): Promise<string> {
  const { kind = 'scam', language = 'en', email, isConfirmed = true, caseId, outcome } = given
  const subject =
    given.subject ??
    (caseId && (await db.onlyValue<string>(sql`select subject from review_case where id = ${caseId}`))) ??
    'account:nobody'
  const correspondentId = email === undefined ? null : await addressOf(db, email, isConfirmed)
  const id = await db.onlyValue<string>(sql`
    insert into notice (reference, form, body_hash, correspondent_id, kind, subject, address, language, reason, signed, due_at)
    values (${referenceOf()}, ${randomBytes(16)}, ${Buffer.alloc(32)}, ${correspondentId}, ${kind}, ${subject},
      'https://harbour.example/x', ${language}, 'Because.', false, case when ${isConfirmed} then desk_now() end)
    returning id`)
  if (caseId === undefined) return id
  const { id: keyId } = await givenKey(db as never)
  await db.query(sql`
    with told as (
      insert into report (received_at, key_id, client_id, case_id, subject, ground, category, reporter_id, reported_at)
      select desk_now(), ${keyId}, ${id}, id, subject, 'illegal', category, ${`notice:${id}`}, desk_now()
      from review_case where id = ${caseId} returning id)
    select id from told`)
  await db.query(sql`
    update notice set accepted_at = desk_now(), reason = null, case_id = ${caseId},
      report_id = (select id from report where client_id = ${id})
    where id = ${id}`)
  if (outcome !== undefined)
    await db.query(sql`update notice set outcome = ${outcome}, concluded_at = desk_now() where id = ${id}`)
  return id
}

/** Opens a case about a post of an ordinary account, and a notice about it. */
export async function givenNoticed(db: Queryable, { about = {}, ...given }: GivenNotice & { about?: GivenCase } = {}) {
  const accountId = about.accountId === undefined ? await givenAccount(db) : about.accountId
  const caseId = await givenCase(db, { ...about, accountId })
  return { caseId, accountId, noticeId: await givenNotice(db, { ...given, caseId }) }
}

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
function referenceOf(): string {
  const letters = [...randomBytes(10)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
  return `${letters.slice(0, 5)}-${letters.slice(5)}`
}
