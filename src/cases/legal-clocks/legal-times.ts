import { type Category, parseSubjectKey } from '../../foundation/domain.ts'
import type { ClockStart } from '../../policy/policy-file.ts'
import type { Policies } from '../../policy/policies.ts'

/** A time that the law sets: its policy, its length, and the remaining time from which people are paged. */
export interface LegalTimeOf {
  policyId: string
  dueMs: number
  pageLeftMs: number
}

/**
 * An arrival that may start a legal clock: a request names its policy, a match the category of the material. An order
 * has times of its own.
 */
export type Arrived = { from: 'request'; policyId: string } | { from: 'match'; category: Category }

/**
 * Returns the legal times that an arrival about a content starts. A report starts none, because any user can send
 * reports without limit. An account has no legal clock: the law concerns its contents. Pure.
 */
export function legalTimesOf(
  { policies }: Pick<Policies, 'policies'>,
  subject: string,
  arrived: Arrived,
): LegalTimeOf[] {
  if (parseSubjectKey(subject).kind !== 'content') return []
  return [...policies.values()].flatMap(({ id: policyId, category, clock }) => {
    const isMeant = arrived.from === 'match' ? arrived.category === category : arrived.policyId === policyId
    if (clock === null || !isMeant || !clock.startsFrom.includes(arrived.from satisfies ClockStart)) return []
    const { dueMs, pageLeftMs } = clock
    return [{ policyId, dueMs, pageLeftMs }]
  })
}
