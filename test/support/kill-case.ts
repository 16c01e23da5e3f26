import sql from 'sql-template-tag'
import type { GivenPerson } from './people.ts'
import type { Answer, ProcessDesk } from './process-desk.ts'
import { waitFor } from './wait-for.ts'

/** One account with a case about it, held by a reviewer who repeats each request until the desk confirms it. */
export interface Ground {
  accountId: string
  subject: string
  caseId: string
  token: string
  /** Decides that the account is suspended; returns the enforcement. A repeated request is the same decision. */
  suspend(): Promise<string>
  /** Restores the enforcement as a mistake; returns the enforcement. */
  restore(): Promise<string>
}

const WEEK_MS = 604_800_000
/** The answers of a desk that was just killed, or whose database was: the caller cannot know the outcome. */
const UNANSWERED = [0, 503]
const ANSWERED_WITHIN_MS = 60_000

/** Reports the accounts and has the reviewers claim the cases; every other waiting case is decided as no violation. */
export async function prepareGrounds(
  desk: ProcessDesk,
  given: { accountIds: readonly string[]; reviewers: readonly GivenPerson[]; key: string },
): Promise<Ground[]> {
  await desk.addAccounts(given.accountIds)
  const cases = new Map<string, string>()
  for (const accountId of given.accountIds) cases.set(await report(desk, given.key, accountId), accountId)
  const grounds: Ground[] = []
  for (const { token } of given.reviewers) {
    for (;;) {
      const claimed = await desk.ask(token, 'POST', '/v1/cases/claim-next')
      if (claimed.status !== 200) break // They hold as many cases as they may, or none waits.
      const caseId = String(claimed.body.id)
      const accountId = cases.get(caseId)
      if (accountId === undefined)
        await decide(desk, token, caseId, { conclusion: 'no_violation', draftId: `no ${caseId}` })
      else grounds.push(groundOf(desk, { accountId, caseId, token }))
    }
  }
  if (grounds.length < given.accountIds.length) throw new Error(`${grounds.length} cases were claimed, not all`)
  return grounds
}

async function report(desk: ProcessDesk, key: string, accountId: string): Promise<string> {
  const { status, body } = await desk.ask(key, 'POST', '/v1/reports', reportOn(accountId, accountId))
  if (status !== 201) throw new Error(`the report was answered ${status}: ${JSON.stringify(body)}`)
  return String(body.caseId)
}

/** Sends a report under this id. */
export const reportOn = (accountId: string, id: string) => ({
  id,
  subject: { kind: 'account', id: accountId },
  ground: 'terms',
  category: 'SCAMS_AND_FRAUD',
  reporterId: 'somebody',
  reportedAt: '2026-05-01T09:00:00Z',
})

function groundOf(desk: ProcessDesk, held: Pick<Ground, 'accountId' | 'caseId' | 'token'>): Ground {
  let enforcementId = ''
  const draft = { conclusion: 'violation', policyId: 'scam', actions: [{ action: 'suspend', durationMs: WEEK_MS }] }
  return {
    ...held,
    subject: `account:${held.accountId}`,
    suspend: async () => {
      const { body } = await decide(desk, held.token, held.caseId, { ...draft, draftId: `draft of ${held.caseId}` })
      const enforcements = Array.isArray(body.enforcements) ? body.enforcements : []
      enforcementId = String(enforcements[0])
      return enforcementId
    },
    restore: async () => {
      const url = `/v1/enforcements/${enforcementId}/restore`
      await untilAnswered(() => desk.ask(held.token, 'POST', url, { cause: 'mistake', reason: 'a fan account' }))
      return enforcementId
    },
  }
}

const decide = (desk: ProcessDesk, token: string, caseId: string, draft: object): Promise<Answer> =>
  untilAnswered(() =>
    desk.ask(token, 'POST', `/v1/cases/${caseId}/decisions`, { rationale: 'sells nothing', ...draft }),
  )

/** Repeats a request until there is an answer, as a person with a browser does. Fails when the answer is a refusal. */
export async function untilAnswered(ask: () => Promise<Answer>): Promise<Answer> {
  return waitFor(
    'an answer',
    async () => {
      const answer = await ask()
      if (answer.status >= 200 && answer.status < 300) return answer
      if (!UNANSWERED.includes(answer.status))
        throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`)
      return undefined
    },
    ANSWERED_WITHIN_MS,
  )
}

export interface Outcome {
  decisions: number
  enforcements: number
  state: string
  moves: string[]
  returned: number
}

/** Reads what the desk has stored about a ground. */
export async function readOutcome(desk: ProcessDesk, { caseId, subject }: Ground): Promise<Outcome> {
  const { rows } = await desk.db.query<Outcome>(sql`
    select (select count(*) from decision where case_id = ${caseId} and conclusion = 'violation') as decisions,
      (select count(*) from enforcement where subject = ${subject}) as enforcements,
      (select min(state) from enforcement where subject = ${subject}) as state,
      array(select move.to_state from enforcement_move move join enforcement on enforcement.id = move.enforcement_id
        where enforcement.subject = ${subject} order by move.id) as moves,
      (select count(*) from case_event where case_id = ${caseId} and kind = 'returned') as returned`)
  const [row] = rows
  if (row === undefined) throw new Error('a count answered no row')
  return row
}
