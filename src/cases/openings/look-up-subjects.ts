import sql, { raw } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import type { SubjectKind } from '../../foundation/domain.ts'
import { AT_THEIR_PLACE, MAY_OPEN } from '../claims/who-fits.ts'
import { MAY_SEE_ACCOUNT } from '../claims/who-sees.ts'
import { listNames } from '../../foundation/list-names.ts'
import type { SubjectReads } from './subject-reads.ts'

const FOUND_MAX = 10
/** The most names that the platform is asked for, each as an account and as a content. */
const ASKED_MAX = 4
/** The characters of a content that are shown. */
const EXCERPT_CHARS = 280

export interface FoundSubject {
  kind: SubjectKind
  id: string
  accountId: string
  handle: string | null
  displayName: string | null
  reach: number | null
  protected: boolean
  /** The beginning of a content. Null: an account, or a text that the person may not see. */
  excerpt: string | null
  openCaseId: string | null
}

/**
 * SQL condition: `person` may see the text of `content`. It is not restricted, no former author is hidden from them,
 * and they may open every case about it. An unknown answer hides the text.
 */
const MAY_SEE_TEXT = raw(`not is_restricted('content:' || content.id)
  and ('protected' = any (person.clearances) or not has_protected_former_author('content:' || content.id))
  and not exists (select from review_case candidate
    where candidate.subject = 'content:' || content.id and (${MAY_OPEN.sql}) is not true)`)

/**
 * Finds the accounts and contents that a handle, an id or an address names, of those that the person may see. The
 * platform is asked only for what the desk does not know.
 */
export async function lookUpSubjects(
  db: Queryable,
  reads: SubjectReads,
  text: string,
  staffId: string,
): Promise<FoundSubject[]> {
  const names = listNames(text).handles
  if (names.length === 0) return []
  const known = await listNamed(db, names, staffId)
  if (known.length > 0) return known
  for (const id of names.slice(0, ASKED_MAX)) {
    const account = await reads.read({ kind: 'account', id }, staffId)
    if (account === undefined) await reads.read({ kind: 'content', id }, staffId)
  }
  return listNamed(db, names, staffId)
}

async function listNamed(db: Queryable, names: readonly string[], staffId: string): Promise<FoundSubject[]> {
  return db.list<FoundSubject>(sql`
    with named as materialized (
      select name, place, nullif(search_handle(name), '') as handle
      from unnest(${names}::text[]) with ordinality asked(name, place)),
    accounts as (
      select account.id, named.place from named join account on account.id = named.name
      union all select account.id, named.place
      from named join account on search_handle(account.handle) collate "C" = named.handle),
    found as (
      select 'account' as kind, id, id as "accountId", min(place) as place from accounts group by id
      union all
      select 'content', content.id, content.account_id, named.place
      from named join content on content.id = named.name where content.account_id is not null)
    select found.kind, found.id, found."accountId", account.handle, account.display_name as "displayName",
      account.reach_counted as reach, account.protected, (
        select left(content.text, ${EXCERPT_CHARS}) from content
        where found.kind = 'content' and content.id = found.id and ${MAY_SEE_TEXT}) as excerpt, (
        select candidate.id from review_case candidate
        where candidate.subject = found.kind || ':' || found.id and candidate.closed_at is null
          and candidate.appeal_id is null and ${AT_THEIR_PLACE} limit 1) as "openCaseId"
    from found join account on account.id = found."accountId" cross join staff person
    where person.id = ${staffId} and ${MAY_SEE_ACCOUNT}
    order by found.place, found.kind, found.id limit ${FOUND_MAX}`)
}
