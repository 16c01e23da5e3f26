import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, expectDone, expectStatus } from './desk-client.ts'
import { RunError } from './run-error.ts'
import type { ClaimedCase, Reviewer } from './take-cases.ts'

const RETRY_MS = 500
/** Enough attempts to outlast the wait for the proposer's earlier enforcements, of which three may wait at most. */
const TRIES = 300
const POLICY = 'hate'

/** An action that others must approve. */
export interface Wish {
  action: 'remove' | 'deactivate'
}

const ASSESSMENT = {
  whoSpeaks: 'A head of state, to everybody who follows him.',
  publicInterest: 'People need to know what a head of state says, and how he says it.',
  harm: 'Reporters find in it an attack on people for what they are.',
  alternatives: 'A label says that it breaks the rules and leaves it to be read.',
}

/**
 * Asks for what others must agree to: reads what will happen, types whose account it is and picks it, and weighs the
 * public interest in writing. Begins again where it is no longer as it was shown, or too much of theirs waits already.
 */
export async function proposeGuarded(
  reviewer: Reviewer,
  { id: caseId }: ClaimedCase,
  read: Answer['body'],
  wish: Wish,
): Promise<void> {
  const what = `${reviewer.pseudonym} asking to ${wish.action} in ${caseId}`
  const draftId = randomUUID()
  for (let attempt = 1; ; attempt++) {
    const shown = await readPreview(reviewer, caseId, POLICY, wish)
    if (!shown.asksOthers) throw new RunError(`${what} would have asked nobody: ${shown.sentence}`)
    const signed = shown.signs ? await sign(reviewer, caseId, wish) : {}
    const answer = await reviewer.client.post(`/v1/cases/${caseId}/decisions`, {
      draftId,
      conclusion: 'violation',
      policyId: POLICY,
      rationale: 'Many find hatred in it, and who says it weighs more.',
      actions: [
        {
          ...wish,
          ...signed,
          previewToken: shown.token,
          identified: identify(read, shown.candidates),
          assessment: ASSESSMENT,
        },
      ],
    })
    if (![409, 422].includes(answer.status) || attempt === TRIES) return void expectDone(what, answer, 201)
    await pause(RETRY_MS)
  }
}

/** Signs the proposal where it restricts a protected account; nothing when the desk prepares no signature just now. */
async function sign(reviewer: Reviewer, caseId: string, wish: Wish): Promise<{ signature?: Answer['body'] }> {
  const { status, body } = await reviewer.client.sign('/v1/proposal-signings', { caseId, policyId: POLICY, ...wish })
  return status === 200 ? { signature: body } : {}
}

interface Shown {
  sentence: string
  /** True when the proposer must sign the enforcement. */
  signs: boolean
  token: string
  /** The accounts from which the proposer picks the one that they mean; empty: no choice is asked. */
  candidates: readonly { accountId: string }[]
  /** True when other people would have to approve. */
  asksOthers: boolean
}

interface Requirement {
  approvals: readonly unknown[]
}

/** Reads the preview of an enforcement, as a proposer does. */
export async function readPreview(
  { pseudonym, client }: Reviewer,
  caseId: string,
  policyId: string,
  wish: object,
): Promise<Shown> {
  const answer = await client.post('/v1/enforcements/preview', { caseId, policyId, ...wish })
  const body = expectStatus(`${pseudonym} reading what would happen in ${caseId}`, answer, [200])
  const { requirement, ...shown } = body as unknown as Omit<Shown, 'asksOthers'> & { requirement: Requirement }
  return { ...shown, asksOthers: requirement.approvals.length > 0 }
}

/** Types the handle that the case shows, and selects its account among the similar ones. */
function identify({ account }: Answer['body'], candidates: Shown['candidates']) {
  const { id, handle } = account as { id: string; handle: string }
  const picked = candidates.find(({ accountId }) => accountId === id)
  if (picked === undefined) throw new RunError(`@${handle} is not among ${JSON.stringify(candidates)}.`)
  return { handle: `@${handle}`, accountId: picked.accountId }
}
