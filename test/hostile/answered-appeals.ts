import type { GateDesk } from '../support/acting-alone.ts'
import { startAppeals } from '../support/appeals.ts'
import { givenClaim, givenReport, send, violation } from '../support/desk-flow.ts'
import { only } from '../support/gate-flow.ts'
import { givenKey } from '../support/people.ts'

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

/** Two persons whose posts were removed for a rights holder send counter-notices, one of them twice by the same id. */
export async function sendCounterNotices(desk: GateDesk): Promise<void> {
  const ana = await desk.person()
  const { token } = await givenKey(desk.desk.db, ['appeals'])
  const end = async (content: string, how: string, body?: object) => {
    await givenReport(desk, { kind: 'content', id: content }, RIGHTS_REPORT)
    const caseId = await givenClaim(desk, ana.token)
    await desk.advance(30_000)
    const decision = violation({ policyId: 'copyright', actions: [{ action: 'remove' }], basis: { ground: 'illegal' } })
    const decided = await send(desk, ana.token, 'POST', `/v1/cases/${caseId}/decisions`, decision)
    const enforcementId = only(decided.body.enforcements)
    await desk.enforcementIn(enforcementId, 'in_effect')
    const post = () =>
      send(desk, token, 'POST', '/v1/counter-notices', { ...COUNTER_NOTICE, id: content, enforcementId })
    await post()
    const { body: sent } = await post()
    await send(desk, token, 'GET', `/v1/counter-notices/${sent.counterNoticeId}`)
    await send(desk, token, 'POST', `/v1/counter-notices/${sent.counterNoticeId}/${how}`, body)
  }
  await end('pills-1', 'withdrawal')
  await end('rosa-1', 'action', { reference: 'Port Vale, 26-cv-118' })
}

const RIGHTS_REPORT = { ground: 'illegal', category: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS' }
const COUNTER_NOTICE = {
  ...{ words: 'Mine.', name: 'Mara Quay', signature: 'Mara Quay', statement: true, consent: true },
  ...{ address: '12 Quay Street, Port Vale', phone: '+1 202 555 0100' },
}
