import sql from 'sql-template-tag'
import { planAtOnce } from '../approval/at-once.ts'
import { UNTIL_RESET } from '../approval/tell/say-interim.ts'
import { sayOutcome } from '../approval/tell/say-order.ts'
import type { Desk } from '../desk.ts'
import { type Action, LESSER_MEASURES, parseSubjectKey, type RecordedGround, type StaffCaller } from '../domain.ts'
import { asksPlatform, type Gathered, gatherFacts, judgedAccountId } from '../guard/ask-platform.ts'
import { readFacts } from '../guard/gather-facts.ts'
import { isProtectedAccount, type JudgedAccount, type JudgedBy } from '../guard/judge.ts'
import { inTransaction, only, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { keepSignature, readSignature, type Signed } from '../signature/accept-signature.ts'
import type { GivenSignature, Signable } from '../signature/acts.ts'
import { checkCountries } from './check-countries.ts'
import { checkGround, groundOf } from './check-ground.ts'
import { type ActionDraft, planActions } from './decision-draft.ts'
import { findCaseSubject } from './decision-queries.ts'
import { findHijackLock, gatherCredentials } from './hijack.ts'
import { checkHijack, invalid, readBounds, subjectOf } from './interim-bounds.ts'
import { openCase } from './read-case.ts'

/** What one person alone would have done at once to a protected account. */
export interface Proposed {
  subject: string
  action: Action
  label: string | null
  durationMs: number | null
  countries: readonly string[] | null
  policyId: string
  ground: RecordedGround | null
}

export interface ProposalRequest {
  caseId: string
  by: StaffCaller
  policyId: string
  action: ActionDraft
  /** As an interim measure and nothing else. */
  interim: boolean
  /** With it: a lock against a hijacker. */
  hijack: boolean
}

/** The platform takes what was signed for so long: it may be away for a while. The signing itself is good for five minutes. */
const TAKEN_WITHIN_MS = 3_600_000

/** What its proposer would sign: the id under which it will be entered is taken now, so that nothing else is signed by it. */
export async function prepareProposal(desk: Desk, request: ProposalRequest): Promise<Signable> {
  const opened = await openCase(desk.db, request.caseId, request.by.id)
  await checkCountries(desk, [request.action])
  const known = await findCaseSubject(desk.db, request.caseId)
  const mustAsk = asksPlatform(request.action.action) || known?.isKnown !== true
  const gathered = await gatherToSign(desk, request, { opened, mustAsk })
  const accountId = judgedAccountId({ accountId: known?.accountId ?? null, gathered })
  return inTransaction(desk.db, async (tx) => {
    const { proposed, judgedBy } = await plan(tx, desk, request, { ...opened, accountId, gathered })
    const { rows } = await tx.query<{ id: string }>(sql`select 'o-' || nextval('desk_order_seq') as id`)
    const { id } = only(rows)
    const expiresAt = new Date(tx.now.getTime() + TAKEN_WITHIN_MS).toISOString()
    return signableProposal(id, proposed, { account: judgedBy.account, expiresAt })
  })
}

/** Asks the platform what this is judged by. */
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
): Promise<{ proposed: Proposed; judgedBy: JudgedBy }> {
  const { by, policyId, action } = request
  const actor = { kind: 'staff', id: by.id } as const
  const { accountId, gathered } = opened
  const { guards } = desk.policies
  const about = { accountId, by: actor, source: 'person', legalDuty: false, openedAt: null, gathered } as const
  if (request.interim) {
    if (action.ground !== undefined) throw invalid('ground', 'belongs to a decision: an interim measure needs none')
    const measure = LESSER_MEASURES.find((one) => one === action.action)
    if (measure === undefined) throw invalid('action', `must be ${LESSER_MEASURES.join(', ')}`)
    checkHijack(request.hijack, measure)
    const subject = subjectOf(measure, action.on, opened)
    const judgedBy = await readFacts(tx, guards, { ...about, subject, action: measure })
    if (!isProtectedAccount(judgedBy.account)) throw nothing()
    const fixed = { label: null, countries: null, policyId, subject, action: measure }
    const answer = request.hijack ? await findHijackLock(tx, accountId, by) : undefined
    if (answer && 'lock' in answer)
      return { proposed: { ...fixed, durationMs: null, ground: { kind: 'hijack', ref: null } }, judgedBy }
    const bounds = { subject, action: measure, accountId, isProtected: true, proposer: `staff:${by.id}` }
    const { maxMs } = await readBounds(tx, bounds)
    return { proposed: { ...fixed, durationMs: maxMs, ground: null }, judgedBy }
  }
  const draft = { draftId: '', conclusion: 'violation', policyId, rationale: '', actions: [action] } as const
  const [planned] = planActions(desk.policies, draft, { subject: parseSubjectKey(opened.subject), accountId }).actions
  if (planned === undefined) throw new Error('a plan of one action has none')
  const ground = groundOf(planned)
  const judgedBy = await readFacts(tx, guards, { ...about, ...planned, ...(ground ? { ground } : {}) })
  if (ground !== undefined) {
    await checkGround(tx, planned, { by, policyId, judgedBy })
    return { proposed: { ...planned, policyId, ground }, judgedBy }
  }
  const atOnce = await planAtOnce(tx, { ...planned, by: actor, judgedBy })
  if (atOnce === undefined) throw nothing()
  return { proposed: { ...planned, policyId, durationMs: atOnce.ms, ground: null }, judgedBy }
}

const nothing = (): DeskError =>
  new DeskError(
    'conflict',
    'Not prepared: nothing of this is one person’s at once on a protected account, so nothing is signed.',
  )

function signableProposal(
  orderId: string,
  { subject, action, label, durationMs, countries, policyId, ground }: Proposed,
  { account, expiresAt }: { account: JudgedAccount; expiresAt: string },
): Signable {
  const { handle, tags, reach } = account
  const shown = { handle, tags, reach }
  const says = { subject, action, label, durationMs, countries: countries && [...countries], ...shown }
  return {
    about: orderId,
    core: {
      order: orderId,
      subject,
      handle,
      action,
      label,
      durationMs,
      ...(countries && { countries: [...countries].sort() }),
      policy: policyId,
      ...(ground && { ground: ground.kind, groundRef: ground.ref }),
      expiresAt,
    },
    asShown: {
      ...{ handle, tags: [...tags], reach },
      sentence: sayOutcome(
        { ...says, kind: parseSubjectKey(subject).kind },
        ground?.kind === 'hijack' ? UNTIL_RESET : undefined,
      ),
    },
  }
}

/** A proposer's signature that was checked; under which id it has the order entered stands in it. */
export const readProposalSignature = async (
  desk: Desk,
  by: StaffCaller,
  signature: GivenSignature | undefined,
): Promise<Signed | undefined> =>
  signature && (await readSignature(desk.db, desk, { act: 'propose', about: undefined, by, signature }))

/** Keeps a proposer's signature, if what they signed is what is about to be done; throws where there is none. */
export async function keepProposalSignature(
  tx: Tx,
  signed: Signed | undefined,
  proposed: Proposed,
  account: JudgedAccount,
): Promise<{ orderId: string; signatureId: string }> {
  if (signed === undefined) {
    throw new DeskError(
      'not_allowed',
      'Not done: what you alone have done to a protected account you sign with your passkey. Ask POST /v1/proposal-signings what to sign.',
      { why: 'unsigned' },
    )
  }
  const expiresAt = String(JSON.parse(signed.core).expiresAt)
  await keepSignature(tx, signed, signableProposal(signed.about, proposed, { account, expiresAt }))
  return { orderId: signed.about, signatureId: signed.id }
}
