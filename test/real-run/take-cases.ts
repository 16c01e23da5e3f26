import { type DeskClient, expectStatus } from './desk-client.ts'
import type { Person } from './people.ts'
import { REST_MAX_MS, Rest } from './rest.ts'
import { reviewCase, type Verdict } from './review-case.ts'

export interface Reviewer extends Omit<Person, 'token'> {
  client: DeskClient
}

export interface ClaimedCase {
  id: string
  subject: { kind: string; id: string }
  /** True when the case was decided before, or escalated and answered. */
  returned: boolean
  /** The case is a question to them. */
  escalated: boolean
}

/** Returns the verdict of the reviewer who is given this case. */
export type Judge = (claimed: ClaimedCase, reviewer: Reviewer) => Verdict

/**
 * One person claims case after case and decides it, until the run ends. Returns the number of ordinary enforcements
 * that this person left out because others would have had to approve them.
 */
export async function reviewUntilCalled(reviewer: Reviewer, judge: Judge, called: AbortSignal): Promise<number> {
  const rest = new Rest(REST_MAX_MS.reviewer)
  let asking = 0
  while (!called.aborted) {
    const cases = await takeCases(reviewer)
    for (const claimed of cases) asking += await reviewCase(reviewer, claimed, judge(claimed, reviewer))
    if (cases.length === 0) await rest.take(called)
    else rest.end()
  }
  return asking
}

async function takeCases(reviewer: Reviewer): Promise<ClaimedCase[]> {
  const what = `${reviewer.pseudonym} asking for a case`
  const answer = await reviewer.client.post('/v1/cases/claim-next')
  // An answer that was lost may have given them a case, or two, so that they are given no more.
  if (answer.repeats > 0) return listHeld(reviewer)
  const body = expectStatus(what, answer, [200, 204])
  return answer.status === 204 ? [] : [toClaimed(body)]
}

async function listHeld({ pseudonym, client }: Reviewer): Promise<ClaimedCase[]> {
  const answer = await client.get('/v1/cases?claimedBy=me')
  const { items } = expectStatus(`${pseudonym} asking what they hold`, answer, [200])
  return Array.isArray(items) ? items.map(toClaimed) : []
}

function toClaimed(body: Record<string, unknown>): ClaimedCase {
  const { id, subject, returned, escalated } = body as unknown as ClaimedCase
  return { id, subject, returned, escalated }
}
