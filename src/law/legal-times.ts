import { type Category, parseSubjectKey } from '../domain.ts'
import type { Policies } from '../review/policies.ts'

/** A time the law gives: for what, how long, and from how much left people are told. */
export interface LegalTimeOf {
  policyId: string
  dueMs: number
  pageLeftMs: number
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
