import { randomUUID } from 'node:crypto'
import { expectStatus } from './desk-client.ts'
import type { Reviewer } from './reviewers.ts'
import { RunError } from './run-error.ts'

const SUSPENSION_MS = 7 * 86_400_000

export interface ClaimedCase {
  id: string
  subject: { kind: string; id: string }
  accountId: string | null
  returned: boolean
}

interface Draft {
  conclusion: 'no_violation' | 'violation'
  policyId?: string
  rationale: string
  actions?: readonly { action: string; on?: string; durationMs?: number }[]
}

/** What a reviewer concludes, and what they fall back to where the desk refuses it. */
export interface Verdict extends Draft {
  ifRefused?: Draft
}

const REMOVAL = { action: 'remove' } as const

export const HATRED: Verdict = {
  conclusion: 'violation',
  policyId: 'hate',
  rationale: 'Most raters found hatred.',
  actions: [REMOVAL, { action: 'suspend', durationMs: SUSPENSION_MS }],
  ifRefused: {
    conclusion: 'violation',
    policyId: 'hate',
    rationale: 'Most raters found hatred; the account is not one person’s to suspend.',
    actions: [REMOVAL],
  },
}

export const OFFENCE: Verdict = {
  conclusion: 'violation',
  policyId: 'harassment',
  rationale: 'Most raters found offence.',
  actions: [{ action: 'warn' }],
}

export const nothingWrong = (rationale: string): Verdict => ({ conclusion: 'no_violation', rationale })

/** Reads a case as its reviewer does, and decides it. */
export async function reviewCase(reviewer: Reviewer, claimed: ClaimedCase, verdict: Verdict): Promise<void> {
  const what = `${reviewer.pseudonym} reading ${claimed.id}`
  const read = expectStatus(what, await reviewer.client.get(`/v1/cases/${claimed.id}`), [200])
  if (read.claimedBy !== reviewer.pseudonym) throw new RunError(`${what} found it with ${String(read.claimedBy)}.`)
  const { ifRefused, ...draft } = verdict
  const answer = await decide(reviewer, claimed, draft)
  if (answer.status === 422 && ifRefused !== undefined) {
    expectStatus(
      `${reviewer.pseudonym} deciding ${claimed.id} again`,
      await decide(reviewer, claimed, ifRefused),
      [201],
    )
  } else expectStatus(`${reviewer.pseudonym} deciding ${claimed.id}`, answer, [201])
}

const decide = (reviewer: Reviewer, { id }: ClaimedCase, draft: Draft) =>
  reviewer.client.post(`/v1/cases/${id}/decisions`, { draftId: randomUUID(), ...draft })
