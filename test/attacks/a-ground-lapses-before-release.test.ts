import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { changeByTwo, givenAuthority, orderOf, receivedOrder } from '../support/authority.ts'
import { identified, MINISTER, only } from '../support/gate-flow.ts'
import { guardsOf } from '../support/guards.ts'
import { speech, startMinisterPosts } from '../support/minister-posts.ts'
import { checkLedger } from '../support/working-desk.ts'

const POLICY = 'court-order'
const NAME_FIRST = `
guards:
  - id: name-first
    why: Whoever hides a post says whose it is.
    when: "true"
    actions: [hide]
    require: { identify: true }
`

test("a withdrawn authority's order hides no content afterwards", async (t) => {
  const desk = await startMinisterPosts(t, 2)
  const { gate } = desk
  const { db } = desk.desk
  const guards = { ...desk.desk.policies.guards, ...guardsOf(t, NAME_FIRST), budgets: [] }
  Object.assign(desk.desk, { policies: { ...desk.desk.policies, guards } })
  const eve = await desk.person()
  const { id: authorityId, token } = await givenAuthority(desk)
  const ref = await receivedOrder(desk, token, orderOf([speech(0).id, speech(1).id], { policyId: POLICY }))
  desk.work()
  const waiting: string[] = []
  const cases: string[] = []
  for (const n of [0, 1]) {
    const caseId = await gate.claim(speech(n), eve)
    const decided = await gate.ask(caseId, eve, { action: 'hide', ground: { kind: 'order', ref } }, {}, POLICY)
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
    waiting.push(only(decided.body.enforcements))
    cases.push(caseId)
  }
  const [kept = '', lost = ''] = waiting
  assert.equal(
    (await gate.get(eve, `/v1/enforcements/${kept}`)).body.state,
    'proposed',
    'it waits for whose account it is',
  )
  const named = identified(MINISTER, 'minister_vale').identified
  const first = await gate.post(eve, `/v1/enforcements/${kept}/identify`, named)
  assert.equal(first.status, 200, JSON.stringify(first.body))
  await desk.enforcementIn(kept, 'in_effect')

  await changeByTwo(desk, { kind: 'authority_removal', authorityId })
  const release = db.query(
    sql`update enforcement set state = 'releasing', generation = 1, moved_by = 'desk' where id = ${lost}`,
  )
  await assert.rejects(release, { code: 'CS001', message: /ground of enforcement enf_\d+ does not hold any more/ })
  const late = await gate.post(eve, `/v1/enforcements/${lost}/identify`, named)
  assert.equal(late.body.state, 'stopped', JSON.stringify(late.body))
  const { rows } = await db.query<{ subject: string; returned: boolean; why: string }>(sql`
    select subject, returned, (select why from alert where kind = 'fate' and enforcement_id = ${lost} limit 1) as why
    from review_case where id = ${cases[1]}`)
  // The enforcement opened a case for each post, in either order.
  assert.equal(await desk.visit(String(rows[0]?.subject)), 200)
  assert.equal(rows[0]?.returned, true, 'its case comes back')
  assert.match(String(rows[0]?.why), /its ground \(order of an authority\) is not proved any more/)
  await checkLedger(desk.desk)
})
