import sql, { raw } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import type { SubjectKind } from '../../foundation/domain.ts'
import { AT_THEIR_PLACE, MAY_OPEN } from '../claims/who-fits.ts'
import { MAY_SEE_ACCOUNT } from '../claims/who-sees.ts'
import { nativeId, platformOfId, qualifyId } from '../../foundation/platforms.ts'
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
 * Finds the accounts and contents that a handle, an id or an address names, of those that the person may see. An
 * address belongs to its own platform, and a handle to each one that knows it. A platform is asked only for what the
 * desk does not know of it.
 */
export async function lookUpSubjects(
  db: Queryable,
  reads: SubjectReads,
  text: string,
  staffId: string,
): Promise<FoundSubject[]> {
  const names = listNames(text).handles
  if (names.length === 0) return []
  const places = reads.placesOf(text)
  const native = names.map(nativeId)
  const asked = {
    ids: places.flatMap((place) => native.map((name) => qualifyId(place, name))),
    handles: native,
    places,
  }
  const known = await listNamed(db, asked, staffId)
  const open = places.filter((place) => !known.some(({ id }) => platformOfId(id) === place))
  if (open.length === 0) return known
  const read = await Promise.allSettled(open.map((place) => readAt(reads, place, { text, names: native, staffId })))
  const ids = read.flatMap((found) => (found.status === 'fulfilled' ? found.value : []))
  const found = await listNamed(db, { ...asked, ids: [...asked.ids, ...ids] }, staffId)
  const failed = read.find((each) => each.status === 'rejected')
  // A platform that doesn't answer hides no account of another one.
  if (found.length === 0 && failed !== undefined) throw failed.reason
  return found
}

/** Reads at a platform what it knows by this text or one of these names. Returns the ids that the names are not. */
async function readAt(
  reads: SubjectReads,
  place: string,
  { text, names, staffId }: { text: string; names: readonly string[]; staffId: string },
): Promise<string[]> {
  const found = await reads.find(place, nativeId(text.trim()), staffId)
  if (found !== undefined && (await reads.read(found, staffId)) !== undefined) return [found.id]
  for (const name of names.slice(0, ASKED_MAX)) {
    const id = qualifyId(place, name)
    const account = await reads.read({ kind: 'account', id }, staffId)
    if (account === undefined) await reads.read({ kind: 'content', id }, staffId)
  }
  return []
}

interface Asked {
  /** The desk's ids that the text may name, the likeliest first. */
  ids: readonly string[]
  handles: readonly string[]
  places: readonly string[]
}

async function listNamed(db: Queryable, { ids, handles, places }: Asked, staffId: string): Promise<FoundSubject[]> {
  return db.list<FoundSubject>(sql`
    with named as materialized (
      select name, place from unnest(${ids}::text[]) with ordinality asked(name, place)),
    handles as materialized (
      select nullif(search_handle(name), '') as handle, place
      from unnest(${handles}::text[]) with ordinality asked(name, place)),
    accounts as (
      select account.id, named.place from named join account on account.id = named.name
      union all select account.id, handles.place
      from handles join account on search_handle(account.handle) collate "C" = handles.handle
      where platform_of_id(account.id) = any (${places})),
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
