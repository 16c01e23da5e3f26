import { raw } from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { StoredLabel } from './label.ts'
import type { CurrentLabel, OrderedLabel } from './plan-labels.ts'

const LABEL = raw('seq, src, uri, cid, val, neg, cts, exp, signing_key as "signingKey", sig, lost')
/** The greatest character: every address that begins with a text is at most this text followed by it. */
const LAST = String.fromCodePoint(0x10_ffff)

/** Lists the newest label of each value and version that this source has put on an address. */
export const listCurrentLabels = (db: Queryable, src: string, uri: string): Promise<CurrentLabel[]> =>
  db.list<CurrentLabel>(prepared('list-current-labels')`
    select distinct on (val, cid) val, cid, neg, exp, lost from label where uri = ${uri} and src = ${src}
    order by val, cid, seq desc`)

/** Lists the values that count now on an address: neither taken back nor expired. */
export const listValues = (db: Queryable, src: string, uri: string): Promise<string[]> =>
  db.listValues<string>(prepared('list-label-values')`
    select distinct val from (
      select distinct on (val, cid) val, neg, exp from label where uri = ${uri} and src = ${src}
      order by val, cid, seq desc) newest
    where not neg and (exp is null or exp > desk_now()) order by val`)

export const listOrderedLabels = (tx: Tx, subject: string): Promise<OrderedLabel[]> =>
  tx.list<OrderedLabel>(prepared('list-ordered-labels')`select val, exp from list_ordered_labels(${subject})`)

/** Inserts a label and returns its number. The trigger gives it, under a lock that lasts until the commit. */
export const insertLabel = (
  tx: Tx,
  subject: string,
  generation: number,
  { src, uri, cid, val, neg, cts, exp, signingKey, sig }: Omit<StoredLabel, 'seq' | 'lost'>,
): Promise<number> =>
  tx.onlyValue<number>(prepared('insert-label')`
    insert into label (subject, generation, src, uri, cid, val, neg, cts, exp, signing_key, sig)
    values (${subject}, ${generation}, ${src}, ${uri}, ${cid}, ${val}, ${neg}, ${cts}, ${exp}, ${signingKey}, ${sig})
    returning seq`)

/** Lists the labels after a number, in their order. */
export const listLabelsAfter = (db: Queryable, seq: number, limit: number): Promise<StoredLabel[]> =>
  db.list<StoredLabel>(prepared('list-labels-after')`
    select ${LABEL} from label where seq > ${seq} order by seq limit ${limit}`)

/** Returns the numbers of the first and the last label. Both are 0 without any. */
export const readLabelRange = (db: Queryable): Promise<{ first: number; last: number }> =>
  db.only<{ first: number; last: number }>(prepared('read-label-range')`
    select coalesce((select min(seq) from label), 0) as first, coalesce((select max(seq) from label), 0) as last`)

/** A place in the labels by address, and the newest first at one address. */
interface LabelPlace {
  uri: string
  seq: number
}

interface LabelSearch {
  /** Addresses, or beginnings of addresses that end with `*`. */
  patterns: readonly string[]
  after: LabelPlace | undefined
  limit: number
}

/**
 * Reads at most `limit` rows at the addresses. `isCurrent`: no newer row replaces it, and it is neither taken back nor
 * expired. A lost label is never current, because the enforcement that ordered it was lost too. Rows that don't count
 * are read too, so that one page never reads more rows than its size.
 */
export function searchLabels(
  db: Queryable,
  { patterns, after, limit }: LabelSearch,
): Promise<(StoredLabel & { isCurrent: boolean })[]> {
  const { uri = '', seq = Number.MAX_SAFE_INTEGER } = after ?? {}
  const froms = patterns.map((pattern) => pattern.replace(/\*$/, ''))
  const untils = patterns.map((pattern, at) => (pattern.endsWith('*') ? `${froms[at]}${LAST}` : pattern))
  return db.list(prepared('search-labels')`
    select ${LABEL}, not neg and not lost and (exp is null or exp > desk_now()) and not exists (
        select from label newer where newer.uri = found.uri and newer.src = found.src and newer.val = found.val
          and newer.cid is not distinct from found.cid and newer.seq > found.seq
          and (newer.neg or not newer.lost)) as "isCurrent"
    from (
      select distinct on (uri, seq) one.* from unnest(${froms}::text[], ${untils}::text[]) pattern (first, last)
        cross join lateral (
          select * from label
          where uri >= greatest(first collate "C", ${uri}) and uri <= last collate "C" and (uri > ${uri} or seq < ${seq})
          order by uri, seq desc limit ${limit}) one
      order by uri, seq desc limit ${limit}) found
    order by uri, seq desc`)
}
