import { refuseBarred } from '../approval/ask/may-ask.ts'
import { type InterimMeasure, sayInterim } from '../approval/tell/say-interim.ts'
import type { Desk } from '../desk.ts'
import { type LesserMeasure, parseSubjectKey, type StaffCaller } from '../domain.ts'
import type { Gathered } from '../guard/ask-platform.ts'
import { readFacts, type ToJudge } from '../guard/gather-facts.ts'
import { isProtectedAccount, type JudgedBy } from '../guard/judge.ts'
import type { Tx } from '../lib/db.ts'
import { invalid, readBounds } from './interim-bounds.ts'
import type { Policy } from './policies.ts'
import type { ShownSentence } from './preview-token.ts'
import { HOUR_MS } from '../lib/durations.ts'

export interface InterimWish {
  by: StaffCaller
  subject: string
  accountId: string | null
  action: LesserMeasure
  policy: Policy
  gathered: Gathered
}

/** An interim measure as it would be at this moment: for how long, judged by what, and in which words. */
export interface InterimPlan {
  about: Omit<ToJudge, 'openedAt' | 'gathered'>
  judgedBy: JudgedBy
  isProtected: boolean
  maxMs: number
  measure: InterimMeasure
}

/** Throws where it may not be taken. The one answer for its preview and for the measure itself. */
export async function planInterim(tx: Tx, desk: Desk, wish: InterimWish): Promise<InterimPlan> {
  const { by, subject, accountId, action, policy, gathered } = wish
  const actor = { kind: 'staff', id: by.id } as const
  await refuseBarred(tx, { by: actor, action, alone: false, lesser: true, source: 'person', subject, accountId })
  const legalDuty = policy.legalDuty && policy.actions.includes(action)
  const about = { subject, accountId, action, by: actor, source: 'person', legalDuty } as const
  const judgedBy = await readFacts(tx, desk.policies.guards, { ...about, openedAt: null, gathered })
  const { account } = judgedBy
  const isProtected = isProtectedAccount(account)
  const { maxMs } = await readBounds(tx, { subject, action, accountId, isProtected, proposer: `staff:${by.id}` })
  const measure = {
    ...{ action, label: null, durationMs: maxMs, countries: null, ms: maxMs, isProtected, legalDuty },
    ...{ kind: parseSubjectKey(subject).kind, handle: account.handle, tags: account.tags, reach: account.reach },
    alone: isProtected && maxMs <= HOUR_MS,
  }
  return { about, judgedBy, isProtected, maxMs, measure }
}

export const shownOfInterim = (by: StaffCaller, { about, measure }: InterimPlan): ShownSentence => ({
  ...{ by, subject: about.subject, action: about.action, says: sayInterim(measure), interim: true },
})

export function findPolicy(desk: Desk, policyId: string): Policy {
  const policy = desk.policies.policies.get(policyId)
  if (policy === undefined) throw invalid('policyId', `must be one of ${[...desk.policies.policies.keys()].join(', ')}`)
  return policy
}
