import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, expectDone, expectStatus } from './desk-client.ts'
import { proposeGuarded, readPreview, type Wish } from './propose-guarded.ts'
import { RunError } from './run-error.ts'
import type { ClaimedCase, Reviewer } from './take-cases.ts'

const SUSPENSION_MS = 7 * 86_400_000
/** The longest time for which one person limits the post of a protected account alone. */
const ALONE_MS = 3_600_000
/** The platform comes back after a kill; until then the reach of its accounts is unknown. */
const UNKNOWN_RETRY_MS = 500
const UNKNOWN_PATIENCE_MS = 120_000

/** The shipped policy asks for a second person when an account of this reach is judged faster than this. */
const LARGE_REACH = 10_000
const CAREFUL_READING_MS = 15_000

interface Draft {
  conclusion: 'no_violation' | 'violation' | 'escalate'
  policyId?: string
  rationale: string
  actions?: readonly { action: string; on?: string; durationMs?: number; signature?: object }[]
  escalateTo?: 'lead'
  urgency?: 'normal'
}

/** A reviewer's conclusion. */
export interface Conclusion extends Draft {
  /** The conclusion they send when the desk refuses the first. */
  ifRefused?: Draft
  /** The answer that the reviewer must have read first; its author and text may be withheld for now. */
  afterAnswer?: string
}

/** A conclusion, a proposal that others must approve, or an answer to an escalation. */
export type Verdict = Conclusion | { wish: Wish } | { answer: string }

const REMOVAL = { action: 'remove' } as const

export const HATRED: Conclusion = {
  conclusion: 'violation',
  policyId: 'hate',
  rationale: 'Most raters found hatred.',
  actions: [REMOVAL, { action: 'suspend', durationMs: SUSPENSION_MS }],
  ifRefused: {
    conclusion: 'violation',
    policyId: 'hate',
    rationale: 'Most raters found hatred; the account is not one person’s to suspend or to empty.',
    actions: [{ action: 'limit', on: 'content', durationMs: ALONE_MS }],
  },
}

export const OFFENCE: Conclusion = {
  conclusion: 'violation',
  policyId: 'harassment',
  rationale: 'Most raters found offence.',
  actions: [{ action: 'warn' }],
}

export const nothingWrong = (rationale: string): Conclusion => ({ conclusion: 'no_violation', rationale })

export const ESCALATED: Conclusion = {
  conclusion: 'escalate',
  rationale: 'A head of state: is it to stay up?',
  escalateTo: 'lead',
  urgency: 'normal',
}

/**
 * Reads a case as its reviewer does, and decides it. Returns the number of enforcements on an unprotected account that
 * they left out because others would have had to approve.
 */
export async function reviewCase(reviewer: Reviewer, claimed: ClaimedCase, verdict: Verdict): Promise<number> {
  const what = `${reviewer.pseudonym} reading ${claimed.id}`
  const read = expectStatus(what, await reviewer.client.get(`/v1/cases/${claimed.id}`), [200])
  if (read.claimedBy !== reviewer.pseudonym) throw new RunError(`${what} found it with ${String(read.claimedBy)}.`)
  if ('answer' in verdict) await answerCase(reviewer, claimed, verdict)
  else if ('wish' in verdict) await proposeGuarded(reviewer, claimed, read, verdict.wish)
  else return concludeCase(reviewer, claimed, verdict, read)
  return 0
}

async function answerCase({ pseudonym, client }: Reviewer, { id }: ClaimedCase, answer: { answer: string }) {
  expectStatus(`${pseudonym} answering about ${id}`, await client.post(`/v1/cases/${id}/answer`, answer), [204])
}

async function concludeCase(
  reviewer: Reviewer,
  claimed: ClaimedCase,
  { ifRefused, afterAnswer, ...draft }: Conclusion,
  read: Answer['body'],
): Promise<number> {
  const what = `${reviewer.pseudonym} deciding ${claimed.id}`
  if (afterAnswer !== undefined && !isAnswered(read, afterAnswer))
    throw new RunError(`${what} read no answer: ${JSON.stringify(read)}`)
  const suspends = draft.actions?.some(({ action }) => action === 'suspend') ?? false
  if (suspends && reachOf(read) >= LARGE_REACH) await pause(CAREFUL_READING_MS)
  const answer = await decide(reviewer, claimed, draft)
  if (answer.status !== 422 || ifRefused === undefined) {
    expectDone(what, answer, 201)
    return 0
  }
  const asking = isProtected(read) ? 0 : await countAsking(reviewer, claimed, draft)
  expectDone(`${what} again`, await decideSigned(reviewer, claimed, ifRefused), 201)
  return asking
}

/**
 * True when the case contains the answer. Its author and text are withheld while an enforcement that this author
 * proposed or approved on the subject awaits the reader's independent review.
 */
function isAnswered({ events }: Answer['body'], answer: string): boolean {
  const told = events as readonly { kind: string; by: string | null; text: string | null }[]
  return told.some(({ kind, by, text }) => kind === 'answered' && (by === null || text?.includes(answer) === true))
}

const isProtected = ({ account }: Answer['body']): boolean =>
  (account as { protected: boolean } | null)?.protected ?? true

/** An unknown reach counts as large. */
const reachOf = ({ account }: Answer['body']): number =>
  (account as { reach: number | null } | null)?.reach ?? Number.POSITIVE_INFINITY

/** Counts those of these enforcements that others would have to approve. */
async function countAsking(reviewer: Reviewer, { id }: ClaimedCase, { policyId = '', actions = [] }: Draft) {
  let asking = 0
  for (const action of actions) if ((await readPreview(reviewer, id, policyId, action)).asksOthers) asking++
  return asking
}

/** Decides, and signs what the desk wants signed: a reviewer acts alone on a protected account. */
async function decideSigned(reviewer: Reviewer, claimed: ClaimedCase, draft: Draft): Promise<Answer> {
  const answer = await decide(reviewer, claimed, draft)
  const { policyId, actions = [] } = draft
  const [action] = actions
  if (answer.body.why !== 'unsigned' || action === undefined) return answer
  const signed = await reviewer.client.sign('/v1/proposal-signings', { caseId: claimed.id, policyId, ...action })
  if (signed.status !== 200) return signed
  return decide(reviewer, claimed, { ...draft, actions: [{ ...action, signature: signed.body }] })
}

/** Decides, and waits where the desk refuses only because it could not ask the platform. */
async function decide(reviewer: Reviewer, { id }: ClaimedCase, draft: Draft): Promise<Answer> {
  const untilMs = performance.now() + UNKNOWN_PATIENCE_MS
  const body = { draftId: randomUUID(), ...draft }
  for (;;) {
    const answer = await reviewer.client.post(`/v1/cases/${id}/decisions`, body)
    const isUnknown = answer.status === 422 && String(answer.body.reason).startsWith('unknown_')
    if (!isUnknown || performance.now() > untilMs) return answer
    await pause(UNKNOWN_RETRY_MS)
  }
}
