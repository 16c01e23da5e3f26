import type { GateDesk } from '../support/acting-alone.ts'
import { startAppeals } from '../support/appeals.ts'
import { send } from '../support/desk-flow.ts'
import { only } from '../support/gate-flow.ts'

const SUSPEND = { action: 'suspend', durationMs: 86_400_000 }

/** A person whose account is suspended appeals, twice by the same id, another reviewer asks, and judges it. */
export async function judgeAppeal(desk: GateDesk): Promise<void> {
  const { gate } = desk
  const [ana, cleo] = [await desk.person(), await desk.person()]
  const subject = { kind: 'account', id: 'rosa' } as const
  const enforcementId = only((await gate.ask(await gate.claim(subject, ana), ana, SUSPEND)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const { token, appeal, told, next, judge } = await startAppeals(desk)
  const first = await appeal({ enforcementId, id: 'twice' })
  await appeal({ enforcementId, id: 'twice' })
  await told(first)
  const caseId = await next(cleo)
  await gate.post(cleo, `/v1/cases/${caseId}/appeal/question`, { question: 'Who wrote the song?' })
  await send(desk, token, 'POST', `/v1/appeals/${first.body.appealId}/answer`, { answer: 'My sister did.' })
  await judge(cleo, await next(cleo), 'uphold')
  const lead = await desk.person({ roles: ['lead'] })
  const decided = {
    body: 'User Rights',
    reference: 'UR-1',
    decidedOn: '2026-05-01',
    outcome: 'platform',
    follows: true,
  }
  for (const _twice of [1, 2])
    await gate.post(lead, '/v1/settlements', { enforcementId, ...decided, reason: 'The body agrees.' })
}
