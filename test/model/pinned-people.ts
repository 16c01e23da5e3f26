import type { Assertion, Subject } from '@countersign/platform-kit'
import { listOf, makePerson, signRestore } from '../../platform-kit/test/signing-people.ts'

/**
 * The signers of a restore: two people of the platform's list, one person with two signatures, or a repetition of the
 * last call.
 */
export const SIGNERS = ['two people', 'one person twice', 'the last call again'] as const
export type Signers = (typeof SIGNERS)[number]

const HOUR_MS = 3_600_000
const SIGNED_FOR_MS = 5 * 60_000
const PEOPLE = ['ana', 'ben'].map((name) => makePerson(name))

/** The list of keys that the platform has pinned. */
export const pinnedKeys = (now: Date) => ({
  ...listOf(PEOPLE),
  expiresAt: new Date(now.getTime() + HOUR_MS).toISOString(),
})

export function signTogether(
  subject: Subject,
  epoch: number,
  { isTwo, now }: { isTwo: boolean; now: Date },
): Assertion[] {
  const [one, other] = PEOPLE
  if (one === undefined || other === undefined) throw new Error('the list has too few people')
  const expiresAt = new Date(now.getTime() + SIGNED_FOR_MS).toISOString()
  return (isTwo ? [one, other] : [one, one]).map((by) => signRestore(by, epoch, { expiresAt }, subject))
}
