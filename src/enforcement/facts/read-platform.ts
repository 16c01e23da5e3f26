import { fetchFactsOfAll } from '../../cases/accounts/fetch-facts.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { type Action, parseSubjectKey } from '../../foundation/domain.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import type { Desk } from '../../policy/desk.ts'
import { takes } from '../../policy/requirements/action-order.ts'

/** The platform's facts of the subject's account. `unknown`: it gave none. */
export type Gathered =
  | {
      accountId: string
      /** The handle that the platform gave. Null: the stored one is used. */
      handle: string | null
      tags: readonly string[] | null
      reach: number | null | 'absent'
      /** The desk's time before it asked, or that of the oldest owner of a list or community: its facts count from then. */
      askedAt: Date
      /** The days after which the platform deletes the data of an account that was taken offline. Undefined: never. */
      erasesAfterDays?: number
    }
  | 'unknown'

/** Returns the time after which the platform deletes an account's data, as a field of the account. Empty: never. */
export const erasureOf = (gathered: Gathered): { erasesAfterDays?: number } =>
  gathered === 'unknown' || gathered.erasesAfterDays === undefined ? {} : { erasesAfterDays: gathered.erasesAfterDays }

/**
 * True when this action restricts visibility: it is judged by facts that the platform gave just now, the author among
 * them. Other actions are judged by the facts in the database.
 */
export const asksPlatform = (action: Action): boolean => takes(action, 'spread')

/** Returns the account whose facts count: the author in the platform's current answer comes before the stored one. */
export const judgedAccountId = ({
  accountId,
  gathered,
}: {
  accountId: string | null
  gathered: Gathered
}): string | null => (gathered === 'unknown' ? accountId : gathered.accountId)

/**
 * Reads the facts of an account from the platform, before the transaction that judges them: a slow platform must not
 * hold locks. A late fact is unknown.
 */
export async function gatherFacts(desk: Desk, subject: string): Promise<Gathered> {
  const [gathered] = await gatherFactsOfAll(desk, [subject])
  return gathered ?? 'unknown'
}

/** Reads the facts of several subjects from the platform at once, and returns them in the order of the subjects. */
export async function gatherFactsOfAll(desk: Desk, subjects: readonly string[]): Promise<Gathered[]> {
  const askedAt = await readDeskTime(desk.db)
  const told = await fetchFactsOfAll(desk, subjects.map(parseSubjectKey), askedAt)
  return told.map((facts, place) => {
    if (facts instanceof ConnectorError) {
      desk.log.warn({ failure: facts.failure }, 'facts could not be read and count as unknown')
      return 'unknown'
    }
    if (facts === undefined) return 'unknown'
    const { id, handle, tags, reach } = facts.account
    const { asOf = askedAt } = facts
    const subject = subjects[place]
    const { erasesAfterDays } = desk.platform.guarantees(subject === undefined ? undefined : parseSubjectKey(subject))
    return {
      ...{ accountId: id, handle, tags: tags === 'absent' ? [] : tags, reach },
      askedAt: new Date(Math.min(asOf.getTime(), askedAt.getTime())),
      ...(erasesAfterDays !== undefined && { erasesAfterDays }),
    }
  })
}

/**
 * Returns the state that the platform shows of a subject now. Undefined: the platform does not answer, or has no such
 * subject.
 */
async function readSubject(desk: Desk, subject: string): ReturnType<Desk['platform']['readBack']> {
  try {
    return await desk.platform.readBack(parseSubjectKey(subject))
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return undefined
  }
}

/** The platform's facts and state of a subject, read just now. */
export interface Asked {
  gathered: Gathered
  reading: Awaited<ReturnType<typeof readSubject>>
}

export const NOT_ASKED: Asked = { gathered: 'unknown', reading: undefined }

/** Reads the facts and the state of a subject from the platform, at once and outside any transaction. */
export async function readFromPlatform(desk: Desk, subject: string): Promise<Asked> {
  const [asked] = await readAllFromPlatform(desk, [subject])
  return asked ?? NOT_ASKED
}

/** Reads several subjects from the platform at once, and returns the answers in the order of the subjects. */
export async function readAllFromPlatform(desk: Desk, subjects: readonly string[]): Promise<Asked[]> {
  const [gathered, readings] = await Promise.all([
    gatherFactsOfAll(desk, subjects),
    Promise.all(subjects.map((subject) => readSubject(desk, subject))),
  ])
  return gathered.map((each, place) => ({ gathered: each, reading: readings[place] }))
}
