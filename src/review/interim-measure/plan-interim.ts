import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { refuseBarred } from '../../enforcement/offer/may-ask.ts'
import { type DescribedMeasure, formatInterim } from '../../enforcement/present/format-interim.ts'
import type { Desk } from '../../policy/desk.ts'
import {
  type InterimMeasure,
  parseSubjectKey,
  type RecordedGround,
  type StaffCaller,
  staffKey,
} from '../../foundation/domain.ts'
import type { Gathered } from '../../enforcement/facts/read-platform.ts'
import { readFacts, type ToJudge } from '../../enforcement/facts/gather-facts.ts'
import { countsAs, isProtectedAccount, type JudgedBy } from '../../policy/guards/judge.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { findHijackLock } from './hijack.ts'
import { readBounds } from './interim-bounds.ts'
import type { Policy } from '../../policy/policies.ts'
import type { ShownSentence } from '../preview/preview-token.ts'
import { HOUR_MS } from '../../foundation/durations.ts'

interface InterimWish {
  by: StaffCaller
  subject: string
  accountId: string | null
  action: InterimMeasure
  policy: Policy
  gathered: Gathered
  /** True for a hijack lock: it lasts until the credentials are reset, if the platform reports a takeover. */
  hijack: boolean
}

/** An interim measure as it would be now: its duration, ground, facts and sentence. */
export interface InterimPlan {
  about: Omit<ToJudge, 'openedAt' | 'gathered'>
  judgedBy: JudgedBy
  isProtected: boolean
  /** The duration. Null: it ends when the platform reports that the credentials were reset. */
  durationMs: number | null
  ground: RecordedGround | null
  measure: DescribedMeasure
}

/** Plans a measure for both its preview and its execution. Throws where it may not be taken. */
export async function planInterim(tx: Tx, desk: Desk, wish: InterimWish): Promise<InterimPlan> {
  const { by, subject, accountId, action, policy, gathered } = wish
  const actor = { kind: 'staff', id: by.id } as const
  const legalDuty = policy.legalDuty && policy.actions.includes(action)
  const about = { subject, accountId, action, by: actor, source: 'person', legalDuty } as const
  const judgedBy = await readFacts(tx, desk.policies.guards, { ...about, openedAt: null, gathered })
  const { account } = judgedBy
  const isProtected = isProtectedAccount(account)
  const counted = countsAs(action, account)
  const asked = { ...about, alone: false, interim: true, countsAs: counted }
  await refuseBarred(tx, { ...asked, ground: wish.hijack && isProtected ? 'hijack' : null })
  const answer = wish.hijack && isProtected ? await findHijackLock(tx, accountId, by) : undefined
  // An ordinary lock in its place has no ground.
  if (answer && !('lock' in answer)) await refuseBarred(tx, asked)
  const happening = {
    kind: parseSubjectKey(subject).kind,
    handle: account.handle,
    tags: account.tags,
    reach: account.reach,
  }
  const fixed = { action, label: null, countries: null, isProtected, legalDuty, ...happening }
  if (answer && 'lock' in answer) {
    const measure = { ...fixed, durationMs: null, hijack: answer.lock }
    return { about, judgedBy, isProtected, durationMs: null, ground: { kind: 'hijack', ref: null }, measure }
  }
  const { maxMs } = await readBounds(tx, { subject, action, accountId, isProtected, proposer: staffKey(by.id) })
  const refusal = answer?.refusal
  const measure = { ...fixed, durationMs: maxMs, alone: isProtected && maxMs <= HOUR_MS, ...(refusal && { refusal }) }
  return { about, judgedBy, isProtected, durationMs: maxMs, ground: null, measure }
}

export const shownOfInterim = (by: StaffCaller, { about, measure }: InterimPlan): ShownSentence => ({
  ...{ by, subject: about.subject, action: about.action, says: formatInterim(measure), interim: true },
})

export function findPolicy(desk: Desk, policyId: string): Policy {
  const policy = desk.policies.policies.get(policyId)
  if (policy === undefined)
    throw invalidField(
      'policyId',
      message('field.oneOf', { values: { as: 'or', list: [...desk.policies.policies.keys()] } }),
    )
  return policy
}
