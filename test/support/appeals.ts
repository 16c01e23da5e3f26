import { randomUUID } from 'node:crypto'
import { send } from './desk-flow.ts'
import type { Person } from './gate-flow.ts'
import { givenKey } from './people.ts'
import type { WorkingDesk } from './working-desk.ts'

export const WORDS = 'It was a song <script>alert(1)</script> and nothing else.'

/** Two conclusions of judges. */
export const NO_VIOLATION = { conclusion: 'no_violation', rationale: 'Nothing here breaks a rule.' }
export const VIOLATION = {
  conclusion: 'violation',
  policyId: 'scam',
  wished: { action: 'suspend', durationMs: 604_800_000 },
  rationale: 'It breaks the rule.',
}

/** Starts a platform that sends appeals, with the people who judge them. */
export async function startAppeals(desk: WorkingDesk) {
  const { token } = await givenKey(desk.desk.db, ['appeals'])
  const appeal = (against: object, more: object = {}) =>
    send(desk, token, 'POST', '/v1/appeals', {
      id: randomUUID(),
      appellantId: 'user-5',
      words: WORDS,
      language: 'en',
      ...against,
      ...more,
    })
  const told = async (answer: { body: Record<string, unknown> }) =>
    (await send(desk, token, 'GET', `/v1/appeals/${answer.body.appealId}`)).body
  const next = async (who: Person) => (await send(desk, who.token, 'POST', '/v1/cases/claim-next')).body.id
  const conclude = (who: Person, caseId: unknown, conclusion: object = NO_VIOLATION) =>
    send(desk, who.token, 'POST', `/v1/cases/${caseId}/appeal/conclusion`, conclusion)
  /** Concludes and judges, with a reason where the outcome differs from the conclusion. */
  const judge = async (who: Person, caseId: unknown, outcome: string, reason = 'We looked again.') => {
    const post = (more: object = {}) =>
      send(desk, who.token, 'POST', `/v1/cases/${caseId}/appeal`, { outcome, reason, ...more })
    await conclude(who, caseId)
    const given = await post()
    return given.status === 400 ? post({ differsBecause: 'The evidence of the time tells more.' }) : given
  }
  return { token, appeal, told, next, conclude, judge }
}
