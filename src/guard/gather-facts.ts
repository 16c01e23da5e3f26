import sql from 'sql-template-tag'
import { ConnectorError } from '../connector/connector.ts'
import type { Desk } from '../desk.ts'
import { parseSubjectKey } from '../domain.ts'
import { fetchFacts } from '../intake/fetch-facts.ts'
import type { Queryable, Tx } from '../lib/db.ts'
import type { JudgedAccount } from './judge.ts'
import { protectedBy } from './protected.ts'

/** Facts older than this say nothing about now. */
export const FACTS_AGE_MAX_MS = 30_000

/** What the platform said when asked, or why it is not known. */
export type Gathered =
  | { accountId: string; tags: readonly string[]; reach: number | null | 'absent'; askedAt: Date }
  | 'unknown'

/**
 * Asks the platform for the facts of an account, before the transaction that judges them: a slow platform must not hold
 * locks. What can't be had in time is unknown.
 */
export async function gatherFacts(desk: Desk, subject: string): Promise<Gathered> {
  const askedAt = await readNow(desk.db)
  try {
    const facts = await fetchFacts(desk, parseSubjectKey(subject))
    if (facts === undefined) return 'unknown'
    const { id, tags, reach } = facts.account
    return { accountId: id, tags: Array.isArray(tags) ? tags : [], reach: tags === null ? null : reach, askedAt }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    desk.log.warn({ failure: error.failure }, 'facts could not be read and count as unknown')
    return 'unknown'
  }
}

/** What the platform shows of a subject now; undefined: it can't be asked, or has no such subject. */
export async function readSubject(desk: Desk, subject: string): ReturnType<Desk['platform']['readBack']> {
  try {
    return await desk.platform.readBack(parseSubjectKey(subject))
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return undefined
  }
}

/**
 * The facts to judge by: the strictest of what was gathered and what is on record. Without fresh facts the reach is
 * unknown, whatever was known before.
 */
export async function judgedAccount(tx: Tx, accountId: string | null, gathered: Gathered): Promise<JudgedAccount> {
  const id = gathered === 'unknown' ? accountId : gathered.accountId
  const known = id === null ? undefined : await findKnown(tx, id)
  const fresh = gathered !== 'unknown' && (await ageOf(tx, gathered)) <= FACTS_AGE_MAX_MS
  const tags = [...new Set([...(known?.tags ?? []), ...(gathered === 'unknown' ? [] : gathered.tags)])].sort()
  const reach = fresh ? higher(gathered.reach, known?.reachCounted ?? null) : null
  const account = { id, tags, reach, readAt: fresh ? gathered.askedAt.toISOString() : null }
  // On record as protected, and these facts don't say why: then they are not all there is to know.
  return known?.protected && protectedBy(account) === undefined ? { ...account, reach: null } : account
}

/** For what darkens nobody: what is on record is enough, and an account never heard of is unknown. */
export async function recordedAccount(tx: Tx, accountId: string | null): Promise<JudgedAccount> {
  const known = accountId === null ? undefined : await findKnown(tx, accountId)
  const absent = known?.absent.includes('reach') ?? false
  return {
    id: accountId,
    tags: known?.tags ?? [],
    reach: known?.reachCounted ?? (absent ? 'absent' : null),
    readAt: null,
  }
}

/** At this moment: since the transaction began, it may have waited for its locks as long as it likes. */
const ageOf = async (db: Queryable, { askedAt }: Exclude<Gathered, 'unknown'>): Promise<number> =>
  (await readNow(db)).getTime() - askedAt.getTime()

function higher(reach: number | null | 'absent', counted: number | null): number | null | 'absent' {
  if (reach === null) return null
  if (counted === null) return reach
  return reach === 'absent' ? counted : Math.max(reach, counted)
}

interface Known {
  protected: boolean
  tags: readonly string[]
  reachCounted: number | null
  absent: readonly string[]
}

async function findKnown(db: Queryable, accountId: string): Promise<Known | undefined> {
  const { rows } = await db.query<Known>(sql`
    select protected, tags, reach_counted as "reachCounted", absent from account where id = ${accountId}`)
  return rows[0]
}

async function readNow(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>(sql`select desk_now() as now`)
  const [row] = rows
  if (row === undefined) throw new Error('the database did not tell its time')
  return row.now
}
