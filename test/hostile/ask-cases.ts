import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type Ask, postSigned } from './ask-operation.ts'
import type { HostileDesk } from './hostile-desk.ts'

export const FACTS_AT = '2026-02-03T04:05:06Z'

/** Sends facts of an account and a content, and reports, one by one and many at once. */
export async function importAndReport(ask: Ask): Promise<void> {
  const told = { createdAt: null, factsAt: FACTS_AT }
  const account = { handle: 'fern', displayName: '', reach: null, verified: 'absent', tags: [] }
  await ask('PUT /v1/accounts/a-7', { ...account, ...told })
  await ask('PUT /v1/contents/t-7', { accountId: 'a-7', kind: 'post', text: 'Hello.', ...told })
  const report = makeReport()
  await ask('POST /v1/reports', report)
  await ask('POST /v1/reports', report)
  await ask(`GET /v1/reports/${report.id}`)
  const item = { id: 't-9', typeId: 'post', data: { text: 'Hello.' } }
  const reporter = { kind: 'user', id: 'r-1', typeId: 'user' }
  await ask('POST /api/v1/report', { reporter, reportedAt: FACTS_AT, reportedItem: item })
  await ask('POST /api/v1/items/async/', { items: [item] })
  await ask('GET /api/v1/policies/')
  await ask('POST /v1/reports/batch', `${JSON.stringify(makeReport())}\n{\n${JSON.stringify(report)}\n`)
}

export const makeReport = () => ({
  id: randomUUID(),
  subject: { kind: 'content', id: randomUUID() },
  ground: 'terms',
  category: 'SCAMS_AND_FRAUD',
  reporterId: 'r-1',
  reportedAt: FACTS_AT,
})

/** Lists queues and notices, previews and claims one case, and dismisses another in a set that is then undone. */
export async function workOnTheList(ask: Ask): Promise<void> {
  for (const list of ['queues', 'notices', 'notice-counts']) await ask(`GET /v1/${list}`)
  const told = { accountId: 'a-1', kind: 'post', text: 'Hello again.', createdAt: FACTS_AT, factsAt: FACTS_AT }
  await ask('PUT /v1/contents/t-8', told)
  const report = { ...makeReport(), subject: { kind: 'content', id: 't-8' } }
  const { caseId } = await ask('POST /v1/reports', report)
  await ask(`GET /v1/cases/${caseId}/preview`)
  const { setId } = await ask('POST /v1/case-sets', { cases: [caseId], reason: 'Nothing in it.' })
  await ask(`POST /v1/case-sets/${setId}/undo`)
  await ask(`POST /v1/cases/${caseId}/claim`, undefined, 'another')
  await ask(`POST /v1/cases/${caseId}/claim/release`, { reason: 'I know them.' }, 'another')
}

/** Reads cases, transfers them, escalates and answers, and decides until none waits. */
export async function workOnCases(ask: Ask, { known }: HostileDesk): Promise<void> {
  const [first = '', second = ''] = known.caseId ?? []
  const looks = [
    'cases?limit=1',
    `cases/${first}`,
    `cases/${first}/profile`,
    `cases/${first}/thread?from=0&count=5`,
    `cases/${first}/related-accounts`,
    `cases/${first}/copies`,
    `cases/${first}/lookalikes`,
    'accounts/a-1/history?reason=asked',
    'accounts/a-1/facts?reason=asked',
    'accounts/a-1/strikes',
    'search?q=mossy&kind=account&reason=asked',
    'views',
  ]
  for (const rest of looks) await ask(`GET /v1/${rest}`)
  const { reports } = (await ask(`GET /v1/cases/${first}`)) as unknown as { reports: { items: { id: string }[] } }
  await ask(`GET /v1/cases/${first}/reports/${reports.items[0]?.id}/reporter?reason=asked`)
  await ask(`POST /v1/cases/${first}/claim/renew`)
  await ask(`POST /v1/cases/${first}/notes`, { text: 'Seen before.' })
  const told = { kind: 'threat_to_life', authority: 'Police', reference: 'HP-1', sentAt: FACTS_AT, what: 'The post.' }
  await ask(`POST /v1/cases/${first}/referrals`, told, 'another')
  const hold = await ask(
    'POST /v1/legal-holds',
    { subject: { kind: 'account', id: 'a-1' }, reason: 'Asked for.' },
    'another',
  )
  await ask(`GET /v1/legal-holds/${hold.id}/facts`)
  await ask(`POST /v1/cases/${first}/claim/take-over`, { reason: 'On a break.' }, 'another')
  await ask(`POST /v1/cases/${first}/transfer`, { to: { queue: 'general' }, reason: 'No haste.' }, 'another')
  const question = { conclusion: 'escalate', escalateTo: 'lead', urgency: 'immediate', rationale: 'Is it satire?' }
  await ask(`POST /v1/cases/${second}/decisions`, { draftId: 'd-1', ...question })
  const asked = await ask('POST /v1/cases/claim-next', undefined, 'another')
  await ask(`POST /v1/cases/${asked.id}/answer`, { answer: 'It is.' }, 'another')
  const released = await ask('POST /v1/cases/claim-next')
  await ask(`POST /v1/cases/${released.id}/claim/release`)
  const waiting = await ask('POST /v1/cases/claim-next')
  const snooze = { until: new Date(Date.now() + 600_000).toISOString(), reason: 'They answer at three.' }
  const snoozed = await ask(`POST /v1/cases/${waiting.id}/snoozes`, snooze)
  await ask('GET /v1/snoozes')
  await ask(`POST /v1/snoozes/${snoozed.id}/end`, undefined, 'another')
  await openOwn(ask, first)
  for (;;) {
    const { id } = await ask('POST /v1/cases/claim-next')
    if (id === undefined) return
    const decision = { draftId: `d-${id}`, conclusion: 'no_violation', rationale: 'Nothing here.' }
    await ask(`POST /v1/cases/${id}/decisions`, decision)
    await ask(`POST /v1/cases/${id}/decisions`, decision)
  }
}

/** Looks up an account and opens a case about it. */
async function openOwn(ask: Ask, caseId: string): Promise<void> {
  await ask(`GET /v1/cases/${caseId}/people`)
  await ask('POST /v1/subject-lookups', { name: 'https://harbour.example/@a-1' })
  const said = { category: 'SCAMS_AND_FRAUD', source: 'press', reason: 'A newspaper asks.', reference: 'p. 3' }
  await ask('POST /v1/cases', { subject: { kind: 'account', id: 'a-1' }, ...said })
}

/** One person proposes an exception, another agrees to it and ends it. */
export async function runException(ask: Ask): Promise<void> {
  await ask('POST /v1/reports', makeReport())
  const { id } = await ask('POST /v1/cases/claim-next')
  const weighed = { whoSpeaks: 'A mayor.', publicInterest: 'Voters.', harm: 'Little.', alternatives: 'A label.' }
  const exception = {
    conclusion: 'newsworthy_exception',
    policyId: 'scam',
    rationale: 'See there.',
    assessment: weighed,
  }
  await ask(`POST /v1/cases/${id}/decisions`, exception)
  const asked = await ask('POST /v1/cases/claim-next', undefined, 'another')
  assert.equal(asked.id, id)
  await postSigned(ask, `POST /v1/cases/${id}/answer`, { answer: 'It is.', agrees: true }, 'another')
  const [held] = (await ask('GET /v1/newsworthy-exceptions')).items as unknown as { id: string }[]
  await ask(`POST /v1/newsworthy-exceptions/${held?.id}/end`, { reason: 'No longer mayor.' })
  const again = await ask('POST /v1/cases/claim-next')
  await ask(`POST /v1/cases/${again.id}/decisions`, { conclusion: 'no_violation', rationale: 'Nothing here.' })
}
