import assert from 'node:assert/strict'
import { readEvidence } from '../support/read-evidence.ts'
import { FACTS_AT, makeReport } from './ask-cases.ts'
import { decideMany } from './ask-many.ts'
import { type Ask, postSigned } from './ask-operation.ts'
import type { HostileDesk } from './hostile-desk.ts'
import { lockPermanently } from './lock-permanently.ts'

const OFFICE = { handle: 'gate', displayName: '', reach: 31, verified: 'absent', tags: ['public_office'] }

/** Answers warnings to a person in public office, which require a second person and no effect at the platform. */
export async function callOtherEnforcementRoutes(ask: Ask, ground: HostileDesk): Promise<void> {
  await ask('POST /v1/approvals/next', undefined, 'another')
  await ask('PUT /v1/accounts/office', { ...OFFICE, createdAt: null, factsAt: FACTS_AT })
  const [agreed, declined] = [await warn(ask), await warn(ask)]
  await ask('GET /v1/approvals')
  for (const enforcementId of [agreed, declined]) {
    const offered = await ask('POST /v1/approvals/next', undefined, 'another')
    assert.equal(offered.enforcementId, enforcementId)
    await ask(`GET /v1/enforcements/${enforcementId}/offer`, undefined, 'another')
    await ask(
      `POST /v1/enforcements/${enforcementId}/independent-review`,
      { conclusion: 'violation', rationale: 'It is.' },
      'another',
    )
    const reason = 'As I see it.'
    await readEvidence(ground.database.ownerPool)
    if (enforcementId === agreed)
      await postSigned(ask, `POST /v1/enforcements/${enforcementId}/approve`, { reason }, 'another')
    else await ask(`POST /v1/enforcements/${enforcementId}/decline`, { material: offered.material, reason }, 'another')
  }
  const [stopped, undone] = [await warn(ask), await warn(ask)]
  const passed = await ask('POST /v1/approvals/next', undefined, 'another')
  for (const how of ['pass', 'reveal']) await ask(`POST /v1/enforcements/${passed.enforcementId}/${how}`, {}, 'another')
  await ask(`POST /v1/enforcements/${stopped}/stop`)
  await ask(`POST /v1/enforcements/${stopped}/reason`, { reason: 'The wrong one.' })
  await postSigned(ask, `POST /v1/enforcements/${stopped}/resume`)
  await ask(`POST /v1/enforcements/${undone}/restore`)
  const lock = { caseId: await claimOffice(ask), policyId: 'scam', action: 'lock' }
  const { token: previewToken } = await ask('POST /v1/enforcements/preview', { ...lock, interim: true })
  const { signingId } = await ask('POST /v1/proposal-signings', { ...lock, interim: true })
  const own = { signature: await ask('POST /v1/demo/sign', { signingId }), previewToken, reason: 'It goes on.' }
  await ask('POST /v1/interim-measures', { ...lock, ...own })
  await ask('PUT /v1/accounts/bureau', { ...OFFICE, handle: 'bureau', createdAt: null, factsAt: FACTS_AT })
  await lockPermanently(ask, (route) => postSigned(ask, route), await claimOffice(ask, 'bureau'))
  const alerts = (await ask('GET /v1/alerts', undefined, 'another')).items as unknown as { id: number }[]
  await ask(`POST /v1/alerts/${alerts[0]?.id}/seen`, undefined, 'another')
}

async function claimOffice(ask: Ask, id = 'office'): Promise<string> {
  await ask('POST /v1/reports', { ...makeReport(), subject: { kind: 'account', id } })
  return String((await ask('POST /v1/cases/claim-next')).id)
}

async function warn(ask: Ask): Promise<string> {
  const caseId = await claimOffice(ask)
  const wish = { action: 'warn' }
  const preview = await ask('POST /v1/enforcements/preview', { caseId, policyId: 'scam', ...wish })
  await ask(`GET /v1/cases/${caseId}/basis?policyId=scam`)
  const basis = { explanation: 'You sold medicine.', facts: 'Five posts.', ground: 'terms', alsoIllegal: true }
  await ask('POST /v1/statements/preview', { caseId, policyId: 'scam', ...wish, basis })
  const actions = [{ ...wish, previewToken: preview.token }]
  const decision = { conclusion: 'violation', policyId: 'scam', rationale: 'Sells it.', actions, basis }
  const { enforcements } = await ask(`POST /v1/cases/${caseId}/decisions`, decision)
  return String(enforcements?.[0])
}

/** Begins a freeze, extends it as another person, and ends it. */
export async function freeze(ask: Ask): Promise<void> {
  const { id } = await ask('POST /v1/freezes', {})
  await ask(`POST /v1/freezes/${id}/reason`, { reason: 'A stolen laptop.' })
  await ask('GET /v1/freezes')
  await ask('GET /v1/budgets')
  await postSigned(ask, `POST /v1/freezes/${id}/extend`, {}, 'another')
  await ask(`POST /v1/freezes/${id}/end`)
}

/** Reads, stops and restores enforcements, one by one and many at once. */
export async function undoEnforcements(ask: Ask, { database, known }: HostileDesk): Promise<void> {
  const [first = '', second = ''] = known.enforcementId ?? []
  const [bulk = ''] = known.restoreId ?? []
  for (const path of 'enforcements?limit=1 incidents drills insights/queue shadow-report ledger ledger/verification'.split(
    ' ',
  ))
    await ask(`GET /v1/${path}`)
  await ask(`GET /v1/enforcements/${first}`)
  await ask(`POST /v1/enforcements/${first}/stop`)
  await ask(`POST /v1/enforcements/${second}/restore`, { cause: 'mistake', reason: 'The wrong one.' })
  // Records what a read of the platform would find: the account is visible again, with less reach than before.
  await database.ownerPool.query('update enforcement_restore set visible_at = desk_now() where enforcement_id = $1', [
    first,
  ])
  await ask(`POST /v1/enforcements/${first}/accept`, { reason: 'Its followers left.' })
  await decideMany(ask, bulk, FACTS_AT)
}
