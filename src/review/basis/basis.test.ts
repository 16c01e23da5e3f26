import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenClaim, givenReport, givenReviewer, send, violation } from '../../../test/support/desk-flow.ts'
import { checkLedger, startWorkingDesk } from '../../../test/support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const REPORTER = 'neighbour-of-rosa-7'
const ACTION = { action: 'suspend', durationMs: 604_800_000 }

async function start(t: TestContext) {
  const working = await startWorkingDesk(t)
  const reviewer = await givenReviewer(working)
  await givenReport(working, ROSA, { ground: 'illegal', reporterId: REPORTER })
  const caseId = await givenClaim(working, reviewer.token)
  const pseudonym = await working.desk.db.findValue<string>(sql`select pseudonym from staff where id = ${reviewer.id}`)
  const decide = (more: object) =>
    send(working, reviewer.token, 'POST', `/v1/cases/${caseId}/decisions`, violation({ actions: [ACTION], ...more }))
  const preview = (basis?: object, who = reviewer) =>
    send(working, who.token, 'POST', '/v1/statements/preview', {
      caseId,
      policyId: 'scam',
      ...ACTION,
      ...(basis && { basis }),
    })
  const prefill = (who = reviewer, policyId = 'scam') =>
    send(working, who.token, 'GET', `/v1/cases/${caseId}/basis?policyId=${policyId}`)
  return { working, caseId, decide, preview, prefill, pseudonym: pseudonym ?? '', reviewer }
}

const fieldOf = ({ body }: { body: Record<string, unknown> }) =>
  (body.errors as { field: string }[] | undefined)?.[0]?.field

test('the basis is prefilled from policy and reports, and stored as stated', async (t) => {
  const { working, prefill, preview, decide, pseudonym, reviewer } = await start(t)
  const { status, body } = await prefill()
  const facts = body.facts as Record<string, unknown>
  assert.deepEqual([status, body.grounds, facts.source, facts.clause], [200, 'either', 'notice', 'honesty'])
  const basis = {
    ...{ ground: 'illegal', law: 'national-criminal', source: 'trusted_flagger', territorialScope: ['DE', 'AT'] },
    explanation: `You took money for what you do not have. ${pseudonym} and ${REPORTER} say so, and ${reviewer.id} too.`,
    facts: 'Three posts of today.',
  }
  const previewed = (await preview(basis)).body.texts as { text: string }[]
  assert.match(previewed[0]?.text ?? '', /Law: .National criminal law.*\n\nOur explanation: .You took money/s)
  assert.ok(previewed[0]?.text.includes(`and ${REPORTER} say so`), 'a preview tells nothing of who reported')
  working.work()
  const decided = await decide({ basis })
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const [id] = decided.body.enforcements as [string]
  await working.enforcementIn(id, 'in_effect')
  const page = await (await fetch(`${working.demo.url}/@rosa_bakes/statements`)).text()
  assert.match(page, /You took money for what you do not have/)
  assert.match(page, /a trusted flagger notified us/)
  assert.match(page, /Where: .*Germany, Austria/)
  const stored = JSON.stringify(await working.desk.db.list(sql`select facts, texts from statement_content`))
  for (const secret of [pseudonym, REPORTER, reviewer.id])
    assert.ok(!page.includes(secret) && !stored.includes(secret), secret)
  await checkLedger(working.desk)
})

test('400: a basis that no statement can have is refused', async (t) => {
  const { decide, preview } = await start(t)
  const refused = [
    [{ law: 'invented' }, 'basis/law'],
    [{ clause: 'invented' }, 'basis/clause'],
    [{ law: 'order' }, 'basis/law'],
    [{ ground: 'illegal', alsoIllegal: true }, 'basis/alsoIllegal'],
    [{ territorialScope: ['XX'] }, 'basis/territorialScope/0'],
    [{ explanation: 'Pay at https://evil.example' }, 'basis/explanation'],
    [{ explanation: '<b>You</b>' }, 'basis/explanation'],
    [{ facts: 'Seen \u202e by us' }, 'basis/facts'],
  ] as const
  for (const [basis, field] of refused) {
    for (const answer of [await decide({ basis }), await preview(basis)])
      assert.deepEqual([answer.status, fieldOf(answer)], [400, field], JSON.stringify(answer.body))
  }
  assert.equal(fieldOf(await decide({ policyId: 'spam', basis: { ground: 'illegal', law: 'order' } })), 'basis/ground')
  assert.equal(
    fieldOf(await decide({ conclusion: 'no_violation', policyId: undefined, actions: [], basis: {} })),
    'basis',
  )
})

test('400: a policy requires what its reviewers must state', async (t) => {
  const { working, decide } = await start(t)
  const { desk } = working
  const scam = desk.policies.policies.get('scam')
  assert.ok(scam)
  const strict = { ...scam, basis: { ...scam.basis, required: ['explanation', 'facts', 'law'] as const } }
  const policies = new Map([...desk.policies.policies, ['scam', strict]])
  Object.assign(desk, { policies: { ...desk.policies, policies } })
  assert.equal(fieldOf(await decide({})), 'basis/explanation')
  assert.equal(fieldOf(await decide({ basis: { explanation: 'You sold air.' } })), 'basis/facts')
  const stated = { explanation: 'You sold air.', facts: 'Three posts.' }
  assert.equal(fieldOf(await decide({ basis: { ...stated, ground: 'illegal' } })), 'basis/law')
  assert.equal((await decide({ basis: { ...stated, ground: 'illegal', law: 'order' } })).status, 201)
})

test('403, 404: only the person who holds a case states its basis', async (t) => {
  const { working, preview, prefill } = await start(t)
  const other = await givenReviewer(working)
  assert.deepEqual([(await preview(undefined, other)).status, (await prefill(other)).status], [403, 403])
  assert.equal((await prefill(undefined, 'invented')).status, 400)
  const missing = { caseId: 'case_999', policyId: 'scam', ...ACTION }
  assert.equal((await send(working, other.token, 'POST', '/v1/statements/preview', missing)).status, 403)
})
