import { randomUUID } from 'node:crypto'
import { send } from './desk-flow.ts'
import type { Person } from './gate-flow.ts'
import { givenKey } from './people.ts'
import type { WorkingDesk } from './working-desk.ts'

export const WORDS = 'It was a song <script>alert(1)</script> and nothing else.'

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
  const judge = (who: Person, caseId: unknown, outcome: string, reason = 'We looked again.') =>
    send(desk, who.token, 'POST', `/v1/cases/${caseId}/appeal`, { outcome, reason })
  return { token, appeal, told, next, judge }
}
