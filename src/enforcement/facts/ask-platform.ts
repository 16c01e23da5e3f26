import { fetchFactsOfAll } from '../../cases/accounts/fetch-facts.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { type Action, parseSubjectKey } from '../../foundation/domain.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import type { Desk } from '../../policy/desk.ts'
import { takes } from '../../policy/requirements/action-order.ts'

/** What the platform said when asked, or why it is not known. */
export type Gathered =
  | {
      accountId: string
      /** Null: it was taken from the record. */
      handle: string | null
      tags: readonly string[] | null
      reach: number | null | 'absent'
      askedAt: Date
    }
  | 'unknown'

/**
 * What takes an account or a content out of sight, wholly or in part, is judged by facts that the platform gave just now, whose
 * author it is among them. For anything else the facts on record are enough.
 */
export const asksPlatform = (action: Action): boolean => takes(action, 'spread')

/** By whose facts an enforcement is judged: the platform's word of just now comes before what is on record. */
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
  const told = await fetchFactsOfAll(desk, subjects.map(parseSubjectKey), askedAt)
  return told.map((facts) => {
    if (facts instanceof ConnectorError) {
      desk.log.warn({ failure: facts.failure }, 'facts could not be read and count as unknown')
      return 'unknown'
    }
    if (facts === undefined) return 'unknown'
    const { id, handle, tags, reach } = facts.account
    return { accountId: id, handle, tags: tags === 'absent' ? [] : tags, reach, askedAt }
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
