import { asksPlatform, type Gathered, gatherFacts, judgedAccountId } from '../../enforcement/facts/read-platform.ts'
import { accountsTakenFrom } from '../../enforcement/facts/lock-accounts.ts'
import { interimTakenMessage } from '../../enforcement/present/format-interim.ts'
import type { InterimIntent } from '../../enforcement/propose/intent.ts'
import { lockToPropose } from '../../enforcement/propose/lock-to-propose.ts'
import { type Proposed, proposeJudged, withPolicies } from '../../enforcement/propose/propose.ts'
import type { Enforcement } from '../../enforcement/queries.ts'
import { inAnsweredTransaction } from '../../foundation/database/db.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { InterimMeasure, StaffCaller, SubjectKind } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import type { Desk } from '../../policy/desk.ts'
import { openCase } from '../case/read-case.ts'
import { insertProposalSignature, readProposalSignature } from '../decide/sign-proposal.ts'
import { findTokenFlaw } from '../preview/preview-token.ts'
import { gatherCredentials } from './hijack.ts'
import { checkHijack, subjectOf } from './interim-bounds.ts'
import { findPolicy, type InterimPlan, planInterim, shownOfInterim } from './plan-interim.ts'

interface InterimRequest {
  caseId: string
  by: StaffCaller
  policyId: string
  action: InterimMeasure
  /** The reason, which readers of the measure see, because no decision gives one. */
  reason: string
  /** The kind of subject, where an action fits both the content and its account. */
  on?: SubjectKind
  /** True for a hijack lock: it stays until the platform reports that the credentials were reset. */
  hijack?: boolean
  /** The proposer's own signature, on a protected account. */
  signature?: GivenSignature | undefined
  /** The token of the preview, where the proposer read one. */
  previewToken?: string | undefined
}

/** A measure that was taken. */
interface Taken {
  enforcement: Enforcement
  /** True when it ends within the hour unless another person takes the same. */
  alone: boolean
  /** True when it stays until the platform reports that the credentials were reset, or another person restores it. */
  hijack: boolean
  sentence: Message
}

/**
 * Takes an interim measure: one person limits, hides or locks at once, for a day at most, with a reason. Approvers are
 * still asked for a stricter action, or none is possible. On a protected account it is signed with a passkey, lasts an
 * hour and alerts on-call. Another person who is fit to approve and takes the same within that hour extends it to a
 * day. Otherwise it ends, and can't be taken again within seven days. At most five posts of a protected account are
 * hidden so within a day. A lock against a hijacker whose takeover the platform reports stays until the credentials are
 * reset; without a report it is an ordinary interim measure. No guard and no freeze delays it.
 */
export async function takeInterimMeasure(desk: Desk, request: InterimRequest): Promise<Taken> {
  const { caseId, by, action, policyId, hijack = false } = request
  const reason = request.reason.trim()
  if (reason === '') throw invalidField('reason', message('interim.reason'))
  const opened = await openCase(desk.db, caseId, by.id)
  const policy = findPolicy(desk, policyId)
  checkHijack(hijack, action)
  const subject = subjectOf(action, request.on, opened)
  const signature = await readProposalSignature(desk, by, request.signature)
  // The platform is read outside the transaction, because a slow platform must not hold locks. Where it does not
  // answer, the account counts as protected.
  const gathered = await gatherFor(desk, { subject, action, hijack })
  const accountId = judgedAccountId({ ...opened, gathered })
  return inAnsweredTransaction(desk.db, async (tx) => {
    const accountIds = accountsTakenFrom({ action, accountId: opened.accountId, gathered })
    await lockToPropose(tx, { accountIds, by, subjects: [subject] })
    const plan = await planInterim(tx, desk, { by, subject, accountId, action, policy, gathered, hijack })
    const { about, judgedBy, isProtected, durationMs, ground, measure } = plan
    await checkRead(tx, by, plan, request.previewToken)
    const planned = { subject, action, label: null, durationMs, countries: null, policyId, ground }
    const signed = isProtected && (await insertProposalSignature(tx, signature, planned, judgedBy.account))
    const alone = measure.durationMs !== null && measure.alone
    const intent: InterimIntent = {
      kind: 'interim',
      ...about,
      label: null,
      ...{ durationMs, policyId, caseId, decisionId: null, reason, alone },
      asked: { gathered, reading: undefined },
      ...(signed ? { signed } : {}),
      ...(ground ? { ground } : {}),
    }
    const enforcement = takenOf(await proposeJudged(tx, withPolicies(desk, intent, judgedBy)))
    return { enforcement, alone, hijack: ground !== null, sentence: interimTakenMessage(measure, enforcement.endsAt) }
  })
}

/** Reads from the platform the facts by which this measure is judged; most locks need none. */
export function gatherFor(
  desk: Desk,
  { subject, action, hijack }: { subject: string; action: InterimMeasure; hijack: boolean },
): Promise<Gathered> {
  if (hijack) return gatherCredentials(desk, subject)
  return asksPlatform(action) ? gatherFacts(desk, subject) : Promise.resolve('unknown')
}

/** Refuses a measure whose proposer read another sentence than the present one. */
async function checkRead(
  tx: Parameters<typeof findTokenFlaw>[0],
  by: StaffCaller,
  plan: InterimPlan,
  token: string | undefined,
): Promise<void> {
  if (token === undefined) return
  const flaw = await findTokenFlaw(tx, token, shownOfInterim(by, plan))
  if (flaw === undefined) return
  const { says: sentence, action } = shownOfInterim(by, plan)
  throw new DeskError('refused', message('interim.notRead', { flaw }), {
    ...{ action, reason: 'preview', preview: { sentence } },
  })
}

function takenOf(proposed: Proposed): Enforcement {
  if (proposed.kind === 'created') return proposed.enforcement
  throw new DeskError('conflict', message('interim.same', { enforcementId: proposed.enforcementId }))
}
