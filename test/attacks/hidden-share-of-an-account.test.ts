import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { runAtSameInstant } from '../support/same-instant.ts'
import { send, violation } from '../support/desk-flow.ts'
import { identified, minutes, only, STAR } from '../support/gate-flow.ts'
import { givenKey } from '../support/people.ts'
import { HIDE, post, startStar } from '../support/star-account.ts'
import { signProposal } from '../support/sign.ts'

test("one person hides two of an account's nine posts, not three", async (t) => {
  const desk = await startStar(t, 9)
  const [ana, ben] = [await desk.person(), await desk.person()]
  assert.deepEqual([await desk.hidesAlone(0, ana), await desk.hidesAlone(1, ben)], [true, true])
  assert.equal(await desk.hidesAlone(2, ana), false)
})

test('one person hides less than a fifth of an account’s posts', async (t) => {
  const desk = await startStar(t, 11)
  const [ana, ben] = [await desk.person(), await desk.person()]
  assert.equal(await desk.hidesAlone(0, ana), true)
  assert.equal(await desk.hidesAlone(1, ben), true)
  assert.equal(await desk.hidesAlone(2, ana), false)
})

test('hiding a fifth of an account needs what suspending it needs', async (t) => {
  const desk = await startStar(t, 5)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  desk.work()
  for (const n of [0, 1]) await desk.hideByPlatform(n)
  const caseId = await gate.claim(post(2), ana)
  const unnamed = await gate.ask(caseId, ana, HIDE)
  const enforcement = only(unnamed.body.enforcements)
  await desk.enforcementIn(enforcement, 'proposed')
  assert.equal(
    (await gate.post(ana, `/v1/enforcements/${enforcement}/identify`, identified(STAR, 'otto_and_the_owls').identified))
      .status,
    200,
  )
  assert.equal((await gate.approve(enforcement, ben)).status, 200)
  await desk.enforcementIn(enforcement, 'held')
  await desk.advance(minutes(5))
  await desk.enforcementIn(enforcement, 'in_effect')
})

test('two concurrent proposals to hide 15 % never both pass', async (t) => {
  const desk = await startStar(t, 13)
  const people = [await desk.person(), await desk.person(), await desk.person()]
  const [first, ...others] = people
  assert.ok(first && (await desk.hidesAlone(0, first)))
  const acts: (() => ReturnType<typeof desk.gate.post>)[] = []
  for (const [place, who] of others.entries()) {
    const caseId = await desk.gate.claim(post(place + 1), who)
    const { body } = await desk.gate.preview(caseId, who, HIDE)
    const { signature } = await signProposal(desk, who, { caseId, policyId: 'scam', ...HIDE })
    const actions = [{ ...HIDE, signature, previewToken: String(body.token) }]
    acts.push(() => desk.gate.post(who, `/v1/cases/${caseId}/decisions`, violation({ actions })))
  }
  const said = await runAtSameInstant(desk, acts)
  assert.equal(said.filter(({ status }) => status === 201).length, 1, JSON.stringify(said))
  const { rows } = await desk.desk.db.query(sql`select from enforcement where interim and state <> 'proposed'`)
  assert.equal(rows.length, 2)
})

test('content that the platform itself hid counts towards the hidden share', async (t) => {
  const desk = await startStar(t, 20)
  for (const n of [0, 1, 2]) await desk.hideByPlatform(n)
  assert.equal(await desk.hidesAlone(3, await desk.person()), false)
})

test("enforcements that wait count towards an account's hidden share", async (t) => {
  const desk = await startStar(t, 9)
  const [ana, ben] = [await desk.person(), await desk.person()]
  for (const [n, who] of [ana, ben].entries()) {
    const enforcements = await desk.hide(n, who, { action: 'remove' })
    assert.deepEqual(enforcements, [{ interim: false, state: 'awaiting_approval' }])
  }
  assert.equal(await desk.hidesAlone(2, ana), false)
})

test("reposts and new posts never shrink an account's hidden share", async (t) => {
  const desk = await startStar(t, 9)
  const [ana, ben] = [await desk.person(), await desk.person()]
  assert.deepEqual([await desk.hidesAlone(0, ana), await desk.hidesAlone(1, ben)], [true, true])
  for (let n = 100; n < 140; n++) await desk.publish(n)
  assert.equal(await desk.hidesAlone(2, ana), false, 'by the lowest count of seven days')
})

test('no API key can state how many posts an account has', async (t) => {
  const desk = await startStar(t, 9)
  const key = await givenKey(desk.desk.db, ['facts'])
  const facts = { handle: 'otto', displayName: 'Otto', reach: 2_600_000, verified: false, tags: [], createdAt: null }
  const factsAt = desk.now().toISOString()
  const counts = { own: 1_000, hidden: 0 }
  const said = await send(desk, key.token, 'PUT', `/v1/accounts/${STAR.id}`, {
    ...facts,
    factsAt,
    contents: { all: counts, month: counts },
  })
  assert.equal(said.status, 400)
  assert.equal(
    (await send(desk, key.token, 'PUT', `/v1/accounts/${STAR.id}`, { ...facts, factsAt, items: 1_000 })).status,
    200,
  )
  const [ana, ben] = [await desk.person(), await desk.person()]
  assert.deepEqual([await desk.hidesAlone(0, ana), await desk.hidesAlone(1, ben)], [true, true])
  assert.equal(await desk.hidesAlone(2, ana), false)
})

test('one person never limits a whole high-reach account', async (t) => {
  const desk = await startStar(t, 20)
  const [ana, lead] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const caseId = await desk.gate.claim(STAR, ana)
  const { body } = await desk.gate.ask(
    caseId,
    ana,
    { action: 'limit', on: 'account' },
    identified(STAR, 'otto_and_the_owls'),
  )
  desk.work()
  await desk.enforcementIn(only(body.enforcements), 'awaiting_approval')
  await desk.gate.post(lead, '/v1/freezes', { reason: 'something is odd' })
  const limited = { caseId, policyId: 'scam', action: 'limit', on: 'account', reason: 'it goes on' }
  assert.equal((await desk.gate.post(ana, '/v1/interim-measures', limited)).status, 409)
})

test('an account with an unknown number of posts needs several people', async (t) => {
  const desk = await startStar(t, 20)
  assert.equal(await desk.hidesAlone(0, await desk.person()), true)
  const share = () =>
    desk.desk.db.query(sql`select * from account_share(${STAR.id}, 'content:star-post-5', 'infinity', '')`)
  assert.deepEqual((await share()).rows, [{ share: 0.1, offline: false }])
  await desk.advance(minutes(2))
  assert.deepEqual((await share()).rows, [{ share: null, offline: true }], 'no count is older than a minute')
})
