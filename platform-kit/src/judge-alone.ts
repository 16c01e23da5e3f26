import { type Counted, isConfirmedBySecond, listProposals } from './count-agreeing.ts'
import { TOLERANCE_MS } from './signature.ts'

/**
 * The most contents of one protected account that one person's signatures take offline in a day. More need approvals.
 * Twin of irreversible_harm_left in SQL.
 */
export const ALONE_A_DAY = 20
/** A document's effect ends after an hour unless a second person confirms it. Twin of unconfirmed_limit_ms in SQL. */
export const UNCONFIRMED_MS_MAX = 3_600_000
/**
 * A document is as reliable as the person who entered it, so the effect ends unless a second person signs that it is
 * right.
 */
const ENDING = 'document'
/**
 * The grounds that a proposer may sign. Twin of CONTENT_GROUNDS in TypeScript.
 * Twin of CONTENT_GROUNDS in TypeScript.
 */
export const ALONE_GROUNDS = ['order', 'match', 'harm', ENDING]

/** The account of a content, and the number of its contents that one person took offline alone within a day. */
export interface AloneSoFar {
  account: string
  used: number
}

/** One person took a content of a protected account offline alone, or locked one against a hijacker. */
export interface AloneNow {
  enforcement: string
  ground: string
}

/**
 * Finds the ground on which one person's signature is enough to take this content offline for this long. Undefined:
 * none. The signature names the ground. The desk checked its proof, and the platform's own people are alerted. Pure.
 */
export function findGround(counted: Counted, soFar: AloneSoFar | undefined): string | undefined {
  const { subject, enforcement, known, forMs, grounds } = counted
  if (subject.kind !== 'content' || enforcement.action !== 'hide') return undefined
  if (!known && (soFar === undefined || soFar.used >= ALONE_A_DAY)) return undefined
  // A key list of one person has no second person who could confirm it.
  const stands = isConfirmedBySecond(counted) || grounds.people === 1
  return listProposals(counted)
    .map(({ core }) => String(core.ground))
    .find(
      (ground) =>
        ALONE_GROUNDS.includes(ground) && (ground !== ENDING || stands || forMs <= UNCONFIRMED_MS_MAX + TOLERANCE_MS),
    )
}
