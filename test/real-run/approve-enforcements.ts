import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, expectStatus } from './desk-client.ts'
import { expectAnswered } from './expect-answered.ts'
import type { Fates } from './guarded-cases.ts'
import { readFate } from './read-fate.ts'
import { REST_MAX_MS, Rest } from './rest.ts'
import type { Reviewer } from './take-cases.ts'

/** An upper bound of the difference between the desk's clock and the clock of this process. */
const SLACK_MS = 100

/** One person answers enforcement after enforcement, by approval or decline, until the run ends. */
export async function approveUntilCalled(approver: Reviewer, fates: Fates, called: AbortSignal): Promise<void> {
  const rest = new Rest(REST_MAX_MS.approver)
  while (!called.aborted) {
    const asked = await approveNext(approver, fates, called).catch((error: unknown) => {
      if (called.aborted) return false
      throw error
    })
    if (asked) rest.end()
    else await rest.take(called)
  }
}

interface Offer {
  enforcementId: string
  asks: 'approval' | 'duty'
  caseId: string
  material: string
  independentReview: object | null
  candidates: readonly object[]
  /** The time from which an approval is accepted; null: at once. */
  agreeFrom: string | null
}

/**
 * Takes an offer, reads the case, records an independent review, and only then answers. False when nothing was offered
 * to approve.
 */
async function approveNext(approver: Reviewer, fates: Fates, called: AbortSignal): Promise<boolean> {
  const { pseudonym, client } = approver
  const answer = await client.post('/v1/approvals/next')
  const offer = expectStatus(`${pseudonym} asking what to approve`, answer, [200, 204]) as unknown as Offer
  if (answer.status === 204) return false
  const { enforcementId, caseId, independentReview } = offer
  // Approvers skip confirm duties: the confirmers take those from the list of waiting enforcements.
  if (offer.asks === 'duty') return false
  const isWrong = (await readFate(approver, caseId, fates)) === 'declined'
  if (independentReview === null) {
    const account = offer.candidates.length === 0 ? {} : { account: await readAccount(approver, caseId) }
    const own = { conclusion: isWrong ? 'no_violation' : 'violation', rationale: 'As I see it.', ...account }
    const said = await client.post(`/v1/enforcements/${enforcementId}/independent-review`, own)
    expectAnswered(`${pseudonym} saying what they make of ${enforcementId}`, said)
  }
  if (!isWrong && offer.agreeFrom !== null) {
    await pause(Math.max(0, Date.parse(offer.agreeFrom) - Date.now()) + SLACK_MS, undefined, { signal: called })
  }
  const given = isWrong ? await decline(approver, enforcementId) : await agree(approver, enforcementId)
  expectAnswered(`${pseudonym} answering about ${enforcementId}`, given)
  return true
}

async function readAccount({ pseudonym, client }: Reviewer, caseId: string): Promise<string | null> {
  const { account } = expectStatus(
    `${pseudonym} reading whose ${caseId} is`,
    await client.get(`/v1/cases/${caseId}`),
    [200],
  )
  return (account as { id: string } | null)?.id ?? null
}

function agree({ client }: Reviewer, enforcementId: string): Promise<Answer> {
  const signing = { act: 'agree', about: enforcementId } as const
  return client.postSigned(`/v1/enforcements/${enforcementId}/approve`, signing, { reason: 'I see the same.' })
}

async function decline({ pseudonym, client }: Reviewer, enforcementId: string): Promise<Answer> {
  const shown = await client.get(`/v1/enforcements/${enforcementId}/offer`)
  const { material } = expectStatus(`${pseudonym} reading ${enforcementId}`, shown, [200])
  const reason = 'It is harsh and attacks nobody for what they are.'
  return client.post(`/v1/enforcements/${enforcementId}/decline`, { material, reason })
}
