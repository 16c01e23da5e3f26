import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { listGets } from '../support/every-get.ts'
import { ASSESSMENT, type Gate, identified, MINISTER, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { bearer } from '../support/server.ts'
import { propose, type Told } from '../support/told-proposal.ts'

const LABEL: Told = {
  subject: MINISTER,
  handle: 'vale',
  action: { action: 'label', label: 'zebrafinches disagree' },
  words: ['zebrafinch', '"action":"label"', 'is marked', 'warrants quokkas'],
}
const DEACTIVATE: Told = {
  subject: STAR,
  handle: 'otto_and_the_owls',
  action: { action: 'deactivate' },
  more: identified(STAR, 'otto_and_the_owls'),
  words: [
    ...['"action":"deactivate"', 'goes offline', 'without an end', 'warrants quokkas'],
    ...['"people":"one other person"', '"id":"high-reach","errored"', '"needed":1', '"actions":["deactivate"]'],
  ],
}

type Desk = Awaited<ReturnType<typeof startGate>>

/** Every address under which anything can be read, with the ids of this enforcement filled in, and every search for it. */
function listAddresses(
  { caseId, enforcementId }: { caseId: string; enforcementId: string },
  { subject, handle }: Told,
): string[] {
  const filled = listGets().map((route) =>
    route
      .slice('GET '.length)
      .replace(':enforcementId', enforcementId)
      .replace(':incidentId', enforcementId)
      .replace(':caseId', caseId)
      .replace(':accountId', subject.id)
      .replace(':restoreId', 'restore_1'),
  )
  const searches = ['zebrafinches', 'quokkas', `@${handle}`, subject.id, enforcementId, caseId].flatMap((words) => [
    `/v1/search?kind=case&q=${words}`,
    `/v1/search?kind=account&reason=I+look&q=${words}`,
    `/v1/search?kind=enforcement&q=${words}`,
  ])
  return [
    ...new Set(filled),
    ...searches,
    `/v1/enforcements?account=${subject.id}`,
    '/v1/enforcements?state=awaiting_approval',
    '/v1/enforcements?state=stopped',
    `/v1/accounts/${subject.id}/history?reason=I+was+asked`,
    `/v1/cases/${caseId}?reason=I+was+asked`,
    '/v1/decision-exports?reason=I+was+asked',
    '/v1/alerts?unseen=true',
    '/v1/decisions?policyId=scam',
    '/v1/decisions?action=deactivate',
  ]
}

const count = (text: string, word: string): number => text.split(word).length - 1

async function readAll({ app }: Desk, who: Person, addresses: readonly string[]) {
  const read = new Map<string, string>()
  for (const url of addresses) {
    const { body } = await app.inject({ method: 'GET', url, headers: bearer(who.token) })
    read.set(url, body)
  }
  return read
}

/** Fails if an answer has one of these words more often than before the enforcement was proposed. */
function assertUntold(now: Map<string, string>, before: Map<string, string>, words: readonly string[]): void {
  for (const [url, text] of now)
    for (const word of words)
      assert.ok(count(text, word) <= count(before.get(url) ?? '', word), `${word} is at ${url}: ${text}`)
}

/** Reads the answers that an enforcement does not change, such as policies, rules and the API's description. */
async function readBefore(desk: Desk, who: Person): Promise<Map<string, string>> {
  return readAll(
    desk,
    who,
    listGets()
      .map((route) => route.slice('GET '.length))
      .filter((url) => !url.includes(':')),
  )
}

async function offer(gate: Gate, who: Person, enforcementId: string): Promise<Record<string, unknown>> {
  const offered = await gate.post(who, '/v1/approvals/next')
  assert.equal(offered.body.enforcementId, enforcementId, JSON.stringify(offered.body))
  return offered.body
}

for (const told of [LABEL, DEACTIVATE]) {
  const { action } = told.action as { action: string }
  test(`no route shows approvers a ${action} before their independent review`, async (t) => {
    const desk = await startGate(t)
    const { gate, person } = desk
    const ana = await person()
    const approver = await person({ roles: ['lead', 'senior', 'reviewer', 'policy'] })
    const before = await readBefore(desk, approver)
    const known = await propose(desk, ana, told)
    const { enforcementId } = known
    const offered = await offer(gate, approver, enforcementId)
    assert.deepEqual(
      [offered.action, offered.sentence, offered.proposer, offered.revealed, offered.requirement, offered.progress],
      [null, null, undefined, false, null, null],
    )
    assert.equal(offered.expiresAt, null, 'the time from the last approval to it is the hold')
    const addresses = listAddresses(known, told)
    assertUntold(await readAll(desk, approver, addresses), before, told.words)
    for (const url of ['/v1/guards/replay'])
      assertUntold(
        new Map([[url, JSON.stringify((await gate.post(approver, url, { days: 1 })).body)]]),
        new Map(),
        told.words,
      )
    const { body: live } = await gate.get(approver, '/v1/live')
    const row = (live as { moving: Record<string, unknown>[] }).moving.find(({ id }) => id === enforcementId)
    assert.deepEqual([row?.action, row?.state, row?.subject], [null, 'awaiting_approval', told.subject])

    // Offered long ago, and passed on: still theirs to review first.
    await desk.advance(11 * 60_000)
    assertUntold(await readAll(desk, approver, addresses), before, told.words)
    assert.equal((await gate.post(approver, `/v1/enforcements/${enforcementId}/pass`)).status, 204)
    assertUntold(await readAll(desk, approver, addresses), before, told.words)

    const reviewed = await gate.review(enforcementId, approver)
    assert.equal(reviewed.status, 200, JSON.stringify(reviewed.body))
    assert.equal(reviewed.body.action, action)
    const now = [...(await readAll(desk, approver, addresses)).values()].join()
    for (const word of told.words) assert.ok(now.includes(word), word)
  })
}

test('an approver who opens the action early may not approve', async (t) => {
  const desk = await startGate(t)
  const { gate, person } = desk
  const [ana, curious, stranger] = [
    await person(),
    await person({ roles: ['lead'] }),
    await person({ roles: ['lead'] }),
  ]
  const { enforcementId } = await propose(desk, ana, DEACTIVATE)
  await offer(gate, curious, enforcementId)
  const reveal = (who: Person) => gate.post(who, `/v1/enforcements/${enforcementId}/reveal`)
  assert.equal((await reveal(stranger)).status, 409, 'nothing to reveal to somebody who was not offered it')

  const revealed = await reveal(curious)
  assert.deepEqual([revealed.status, revealed.body.action, revealed.body.revealed], [200, 'deactivate', true])
  assert.equal((await reveal(curious)).status, 200, 'repeated')
  const { body: enforcement } = await gate.get(curious, `/v1/enforcements/${enforcementId}`)
  assert.equal(enforcement.action, 'deactivate')

  const own = { conclusion: 'violation', rationale: 'now that I know' }
  const refused = await gate.post(curious, `/v1/enforcements/${enforcementId}/independent-review`, own)
  assert.deepEqual([refused.status, refused.body.why], [403, 'revealed'], JSON.stringify(refused.body))
  assert.equal((await gate.sendAnswer(enforcementId, curious, 'decline', 'I say no')).body.why, 'revealed')
  assert.equal((await gate.post(curious, '/v1/approvals/next')).status, 204)

  // Neither with the credential of the database role.
  const { db } = desk.desk
  await assert.rejects(
    db.query(sql`update enforcement_offer set own_conclusion = 'violation', own_rationale = 'forged', own_at = desk_now()
      where enforcement_id = ${enforcementId} and staff_id = ${curious.id}`),
  )
  await db.query(
    sql`update enforcement_offer set revealed_at = null where enforcement_id = ${enforcementId} and staff_id = ${curious.id}`,
  )
  const { rows } = await db.query<{ why: string }>(
    sql`select approval_refusal(${enforcementId}, ${curious.id}, 'agree') as why`,
  )
  assert.deepEqual(rows, [{ why: 'revealed' }])

  const { rows: recorded } = await db.query(sql`
    select from ledger_payload where kind = 'enforcement_revealed' and enforcement_id = ${enforcementId}`)
  assert.equal(recorded.length, 1)
  assert.equal(
    (await gate.post(curious, `/v1/enforcements/${enforcementId}/stop`)).status,
    200,
    'stopping stays open to everyone',
  )
})

test('a stopped enforcement stays hidden from approvers of its successor', async (t) => {
  const desk = await startGate(t)
  const { gate, person } = desk
  const [ana, stopper, resumer] = [await person(), await person(), await person({ roles: ['lead'] })]
  const { enforcementId } = await propose(desk, ana, DEACTIVATE)
  assert.equal((await gate.post(stopper, `/v1/enforcements/${enforcementId}/stop`)).status, 200)
  const resumed = await gate.signed(resumer, `/v1/enforcements/${enforcementId}/resume`)
  assert.equal(resumed.status, 201, JSON.stringify(resumed.body))
  const approver = await person({ roles: ['lead'] })
  await offer(gate, approver, String(resumed.body.id))
  for (const id of [enforcementId, String(resumed.body.id)]) {
    const { body } = await gate.get(approver, `/v1/enforcements/${id}`)
    assert.deepEqual([body.action, body.policyId, body.durationMs], [null, null, null], id)
  }
})

test('an alert names no action to leads who may still be asked', async (t) => {
  const desk = await startGate(t)
  const { gate, person } = desk
  const ana = await person()
  const [lead, policy] = [
    await person({ roles: ['lead'] }),
    await person({ roles: ['lead', 'policy'], onShift: false }),
  ]
  const vale = { ...DEACTIVATE, subject: MINISTER, more: { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT } }
  const { enforcementId } = await propose(desk, ana, vale)
  const listAsked = async (who: Person, language: string, about: string) => {
    const headers = { ...bearer(who.token), 'accept-language': language }
    const { body } = await desk.app.inject({ method: 'GET', url: '/v1/alerts', headers })
    const { items } = JSON.parse(body) as { items: { kind: string; why: string; enforcementId: string }[] }
    const found = items.filter((alert) => alert.kind === 'asked' && alert.enforcementId === about)
    assert.equal(found.length, 1, body)
    return String(found[0]?.why)
  }
  const texts = { en: /^An enforcement .* waits for approval\. /, de: /^Eine Maßnahme .* wartet auf Genehmigung\. / }
  const assertWithheld = async (about: string) => {
    for (const who of [lead, policy])
      for (const [language, text] of Object.entries(texts)) {
        const why = await listAsked(who, language, about)
        assert.match(why, text)
        assert.doesNotMatch(why, /deactivat|deaktivier|Deaktivier/)
      }
  }
  await assertWithheld(enforcementId)
  // Anyone stops it from the alert. The one that resubmits it waits for the same review.
  assert.equal((await gate.post(lead, `/v1/enforcements/${enforcementId}/stop`)).status, 200)
  assert.match(await listAsked(lead, 'en', enforcementId), /deactivate/)
  const resumed = await gate.signed(await person({ roles: ['lead'] }), `/v1/enforcements/${enforcementId}/resume`)
  assert.equal(resumed.status, 201, JSON.stringify(resumed.body))
  for (const about of [enforcementId, String(resumed.body.id)]) {
    assert.match(await listAsked(policy, 'en', about), texts.en)
    assert.doesNotMatch(await listAsked(policy, 'en', about), /deactivat/)
  }
})

test('an alert about an interim measure tells no blind reader of it', async (t) => {
  const desk = await startGate(t)
  const { gate, person } = desk
  const [ana, lead] = [await person(), await person({ roles: ['lead'] })]
  const { caseId, enforcementId } = await propose(desk, ana, DEACTIVATE)
  const taken = await gate.interim(caseId, ana, 'lock')
  assert.equal(taken.status, 201, JSON.stringify(taken.body))
  const readAlert = async () => {
    const { body } = await gate.get(lead, '/v1/alerts')
    const found = (body.items as { kind: string; why: string }[]).find(({ kind }) => kind === 'interim')
    assert.ok(found, JSON.stringify(body))
    return found.why
  }
  assert.doesNotMatch(await readAlert(), /lock|right now/)
  await offer(gate, lead, enforcementId)
  await gate.review(enforcementId, lead)
  assert.match(await readAlert(), /lock/)
})
