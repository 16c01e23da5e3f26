import { type Category, parseSubjectKey } from '../domain.ts'
import type { Policies } from '../review/policies.ts'

/** A time the law gives: for what, how long, and from how much left people are told. */
export interface LegalTimeOf {
  policyId: string
  dueMs: number
  pageLeftMs: number
}

/** Until when a case of this is due, which is no later than the law's time. Pure. */
export function dueByLaw(
  policies: Pick<Policies, 'policies'>,
  subject: string,
  category: Category,
  dueMs: number,
): number {
  return Math.min(dueMs, ...legalTimesOf(policies, subject, category).map((time) => time.dueMs))
}

/** The times that run on a content reported as this. None runs on an account: what must go is what it made. Pure. */
export function legalTimesOf(
  { policies }: Pick<Policies, 'policies'>,
  subject: string,
  category: Category,
): LegalTimeOf[] {
  if (parseSubjectKey(subject).kind !== 'content') return []
  return [...policies.values()].flatMap(({ id: policyId, category: of, clock }) =>
    clock !== null && of === category ? [{ policyId, ...clock }] : [],
  )
}
