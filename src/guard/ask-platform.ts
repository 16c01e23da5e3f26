import { ConnectorError } from '../connector/connector.ts'
import type { Desk } from '../desk.ts'
import { type Action, darkens, parseSubjectKey } from '../domain.ts'
import { fetchFactsOfAll } from '../intake/fetch-facts.ts'
import { readDeskTime } from '../lib/desk-time.ts'

/** What the platform said when asked, or why it is not known. */
export type Gathered =
  | { accountId: string; tags: readonly string[] | null; reach: number | null | 'absent'; askedAt: Date }
  | 'unknown'

/**
 * What takes somebody's voice is judged by facts read just now. Anything else can be taken back before it does harm, so
 * what is on record is enough for it.
 */
export const asksPlatform = (action: Action): boolean => darkens(action) || action === 'remove'

/** By whose facts an order is judged: the platform's word of just now comes before what is on record. */
export const judgedAccountId = ({
  accountId,
  gathered,
}: {
  accountId: string | null
  gathered: Gathered
}): string | null => (gathered === 'unknown' ? accountId : gathered.accountId)

/**
 * Asks the platform for the facts of an account, before the transaction that judges them: a slow platform must not hold
 * locks. What can't be had in time is unknown.
 */
export async function gatherFacts(desk: Desk, subject: string): Promise<Gathered> {
  const [gathered] = await gatherFactsOfAll(desk, [subject])
  return gathered ?? 'unknown'
}

/** The same of some of them at once, each in its place. */
export async function gatherFactsOfAll(desk: Desk, subjects: readonly string[]): Promise<Gathered[]> {
  const askedAt = await readDeskTime(desk.db)
  const told = await fetchFactsOfAll(desk, subjects.map(parseSubjectKey))
  return told.map((facts) => {
    if (facts instanceof ConnectorError) {
      desk.log.warn({ failure: facts.failure }, 'facts could not be read and count as unknown')
      return 'unknown'
    }
    if (facts === undefined) return 'unknown'
    const { id, tags, reach } = facts.account
    return { accountId: id, tags: tags === 'absent' ? [] : tags, reach, askedAt }
  })
}

/** What the platform shows of a subject now; undefined: it can't be asked, or has no such subject. */
async function readSubject(desk: Desk, subject: string): ReturnType<Desk['platform']['readBack']> {
  try {
    return await desk.platform.readBack(parseSubjectKey(subject))
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return undefined
  }
}

/** What the platform says of a subject just now, where that is what counts. */
export interface Asked {
  gathered: Gathered
  reading: Awaited<ReturnType<typeof readSubject>>
}

export const NOT_ASKED: Asked = { gathered: 'unknown', reading: undefined }

/** Both the facts of a subject and what the platform shows of it, asked for at once and outside any transaction. */
export async function askPlatform(desk: Desk, subject: string): Promise<Asked> {
  const [asked] = await askPlatformOfAll(desk, [subject])
  return asked ?? NOT_ASKED
}

/** The same of some of them at once, each in its place. */
export async function askPlatformOfAll(desk: Desk, subjects: readonly string[]): Promise<Asked[]> {
  const [gathered, readings] = await Promise.all([
    gatherFactsOfAll(desk, subjects),
    Promise.all(subjects.map((subject) => readSubject(desk, subject))),
  ])
  return gathered.map((each, place) => ({ gathered: each, reading: readings[place] }))
}
