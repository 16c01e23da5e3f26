import sql, { raw } from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import type { FiledLabel } from './label-file.ts'

const FILED = raw('seq, subject, generation, src, uri, cid, val, neg, cts, exp, signing_key as "signingKey", sig')

/** Lists the labels after a number as the file keeps them, in their order. */
export const listFiledAfter = (db: Queryable, seq: number, limit: number): Promise<FiledLabel[]> =>
  db.list<FiledLabel>(sql`select ${FILED} from label where seq > ${seq} order by seq limit ${limit}`)

/** Returns the number before the newest labels. 0: there are fewer. */
export const findNumberBefore = async (db: Queryable, newest: number): Promise<number> =>
  (await db.findValue<number>(sql`select seq from label order by seq desc offset ${newest} limit 1`)) ?? 0

/** Returns those of the numbers that no label of the database has. */
export const listMissing = (db: Queryable, numbers: readonly number[]): Promise<number[]> =>
  db.listValues<number>(sql`
    select given.seq from unnest(${numbers}::bigint[]) given (seq)
    where not exists (select from label where label.seq = given.seq) order by given.seq`)

/** Returns the number of the newest label of the database on each of the addresses. */
export async function listNewest(db: Queryable, uris: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db.list<{ uri: string; seq: number }>(sql`
    select given.uri, label.seq from unnest(${uris}::text[]) given (uri)
    cross join lateral (select seq from label where label.uri = given.uri order by seq desc limit 1) label`)
  return new Map(rows.map(({ uri, seq }) => [uri, seq]))
}

/** Stores a lost label again under its number. Returns false when it is there. */
export async function insertLostLabel(tx: Tx, label: FiledLabel): Promise<boolean> {
  const { seq, subject, generation, src, uri, cid, val, neg, cts, exp, signingKey, sig } = label
  const stored = await tx.listValues<number>(sql`
    insert into label (seq, subject, generation, src, uri, cid, val, neg, cts, exp, signing_key, sig, lost)
    values (${seq}, ${subject}, ${generation}, ${src}, ${uri}, ${cid}, ${val}, ${neg}, ${cts}, ${exp}, ${signingKey}, ${sig}, true)
    on conflict do nothing returning seq`)
  return stored.length > 0
}

/** A label that consumers have and that no enforcement of this database ordered. */
export interface LostLabel {
  subject: string
  generation: number
  uri: string
  cid: string | null
  val: string
  cts: Date
  exp: Date | null
  /** True: an enforcement of today orders the same label, so it can't be taken back. */
  isOrdered: boolean
}

/** Lists the lost labels that still count at consumers, the earliest first. */
export const listLostLabels = (db: Queryable, src: string, limit: number): Promise<LostLabel[]> =>
  db.list<LostLabel>(sql`
    select subject, generation, uri, cid, val, cts, exp,
      exists (select from list_ordered_labels(lost.subject) ordered where ordered.val = lost.val) as "isOrdered"
    from label lost
    where lost.lost and not neg and src = ${src} and (exp is null or exp > desk_now()) and not exists (
      select from label newer where newer.uri = lost.uri and newer.src = lost.src and newer.val = lost.val
        and newer.cid is not distinct from lost.cid and newer.seq > lost.seq)
    order by seq limit ${limit}`)
