import { readFacts } from '../../enforcement/facts/gather-facts.ts'
import { asksPlatform, type Gathered, gatherFacts, judgedAccountId } from '../../enforcement/facts/read-platform.ts'
import { planAtOnce } from '../../enforcement/propose/at-once.ts'
import { checkGround } from '../../enforcement/propose/check-ground.ts'
import {
  type Proposed,
  signableProposal,
  TAKEN_WITHIN_MS,
  takeEnforcementId,
  waitingUntil,
} from '../../enforcement/propose/signable-proposal.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { INTERIM_MEASURES, parseSubjectKey, type StaffCaller, staffKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { insertSignature, readSignature, type Signed } from '../../people/signatures/accept-signature.ts'
import type { Desk } from '../../policy/desk.ts'
import { isProtectedAccount, isSigned, type JudgedAccount, type JudgedBy } from '../../policy/guards/judge.ts'
import { openCase } from '../case/read-case.ts'
import { findHijackLock, gatherCredentials } from '../interim-measure/hijack.ts'
import { checkHijack, readBounds, subjectOf } from '../interim-measure/interim-bounds.ts'
import { checkAbilities } from './check-abilities.ts'
import { type ActionDraft, planActions } from './decision-draft.ts'
import { findCaseSubject } from './decision-queries.ts'

interface ProposalRequest {
  caseId: string
  by: StaffCaller
  policyId: string
  action: ActionDraft
  /** True for an interim measure. */
  interim: boolean
  /** True for a hijack lock; only with `interim`. */
  hijack: boolean
}

/**
 * Prepares the text that a proposer signs. The enforcement's id is reserved now, so the signature fits no other. If one
 * part of an action begins at once, this is the text of that part: the rest is signed as an enforcement of its own.
 */
export async function prepareProposal(desk: Desk, request: ProposalRequest): Promise<Signable> {
  const opened = await openCase(desk.db, request.caseId, request.by.id)
  await checkAbilities(desk, opened.subject, [{ draft: request.action, field: 'action' }])
  const known = await findCaseSubject(desk.db, request.caseId, request.by.id)
  const mustAsk = asksPlatform(request.action.action) || known?.isKnown !== true
  const gathered = await gatherToSign(desk, request, { opened, mustAsk })
  const accountId = judgedAccountId({ accountId: known?.accountId ?? null, gathered })
  return inTransaction(desk.db, async (tx) => {
    const { proposed, judgedBy, waits } = await plan(tx, desk, request, { ...opened, accountId, gathered })
    const atOnceUntil = new Date(tx.now.getTime() + TAKEN_WITHIN_MS).toISOString()
    const expiresAt = waits ? waitingUntil(tx.now, desk.policies.guards.expiresMs) : atOnceUntil
    return signableProposal(await takeEnforcementId(tx), proposed, { account: judgedBy.account, expiresAt, waits })
  })
}

/** Reads from the platform the facts by which the proposal is judged. */
function gatherToSign(
  desk: Desk,
  { interim, hijack, action }: ProposalRequest,
  { opened, mustAsk }: { opened: Awaited<ReturnType<typeof openCase>>; mustAsk: boolean },
): Promise<Gathered> {
  if (interim && hijack) return gatherCredentials(desk, subjectOf('lock', action.on, opened))
  return mustAsk ? gatherFacts(desk, opened.subject) : Promise.resolve('unknown')
}

type Opened = { subject: string; accountId: string | null; gathered: Parameters<typeof judgedAccountId>[0]['gathered'] }

async function plan(
  tx: Tx,
  desk: Desk,
  request: ProposalRequest,
  opened: Opened,
): Promise<{ proposed: Proposed; judgedBy: JudgedBy; waits: boolean }> {
  const { by, policyId, action } = request
  const actor = { kind: 'staff', id: by.id } as const
  const { accountId, gathered } = opened
  const { guards } = desk.policies
  const about = { accountId, by: actor, source: 'person', legalDuty: false, openedAt: null, gathered } as const
  if (request.interim) {
    for (const name of ['ground', 'own'] as const)
      if (action[name] !== undefined) throw invalidField(name, message('draft.decisionOnly'))
    const measure = INTERIM_MEASURES.find((one) => one === action.action)
    if (measure === undefined)
      throw invalidField('action', message('draft.kinds', { values: { as: 'or', list: INTERIM_MEASURES } }))
    checkHijack(request.hijack, measure)
    const subject = subjectOf(measure, action.on, opened)
    const judgedBy = await readFacts(tx, guards, { ...about, subject, action: measure })
    if (!isProtectedAccount(judgedBy.account)) throw nothing()
    const fixed = { label: null, countries: null, policyId, subject, action: measure }
    const answer = request.hijack ? await findHijackLock(tx, accountId, by) : undefined
    if (answer && 'lock' in answer)
      return { proposed: { ...fixed, durationMs: null, ground: { kind: 'hijack', ref: null } }, judgedBy, waits: false }
    const bounds = { subject, action: measure, accountId, isProtected: true, proposer: staffKey(by.id) }
    const { maxMs } = await readBounds(tx, bounds)
    return { proposed: { ...fixed, durationMs: maxMs, ground: null }, judgedBy, waits: false }
  }
  const draft = { draftId: '', conclusion: 'violation', policyId, rationale: '', actions: [action] } as const
  const [planned] = planActions(desk.policies, draft, { subject: parseSubjectKey(opened.subject), accountId }).actions
  if (planned === undefined) throw new Error('a plan of one action has none')
  const { ground } = planned
  const judgedBy = await readFacts(tx, guards, { ...about, ...planned })
  if (ground !== undefined) {
    await checkGround(tx, planned, { by, policyId, judgedBy })
    return { proposed: { ...planned, policyId, ground }, judgedBy, waits: false }
  }
  const atOnce = await planAtOnce(tx, { ...planned, by: actor, judgedBy })
  if (atOnce !== undefined) {
    return { proposed: { ...planned, policyId, durationMs: atOnce.ms, ground: null }, judgedBy, waits: false }
  }
  if (!isSigned(planned.action, judgedBy)) throw nothing()
  return { proposed: { ...planned, policyId, ground: null }, judgedBy, waits: true }
}

const nothing = (): DeskError => new DeskError('conflict', message('proposal.noSignature'))

/** Verifies a proposer's signature, which contains the id of its enforcement. */
export const readProposalSignature = async (
  desk: Desk,
  by: StaffCaller,
  signature: GivenSignature | undefined,
): Promise<Signed | undefined> =>
  signature && (await readSignature(desk.db, desk, { act: 'propose', about: undefined, by, signature }))

/** Returns the refusal of a proposal without its proposer's signature. */
export const unsigned = (): DeskError => new DeskError('not_allowed', message('proposal.unsigned'), { why: 'unsigned' })

/** Stores a proposer's signature if it matches the action about to be taken. Throws where there is none. */
export async function insertProposalSignature(
  tx: Tx,
  signed: Signed | undefined,
  proposed: Proposed,
  account: JudgedAccount,
): Promise<{ enforcementId: string; signatureId: string }> {
  if (signed === undefined) throw unsigned()
  const expiresAt = String(JSON.parse(signed.core).expiresAt)
  await insertSignature(tx, signed, signableProposal(signed.about, proposed, { account, expiresAt, waits: false }))
  return { enforcementId: signed.about, signatureId: signed.id }
}
