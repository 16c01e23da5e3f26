import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { violation } from '../support/desk-flow.ts'
import { only, type Person, STAR, startGate } from '../support/gate-flow.ts'

const POSTS = 100
/** The most contents that one person removes within a day. */
const A_DAY = 5

const post = (n: number) => ({ kind: 'content', id: `star-post-${n}` }) as const

/** A desk, and an account without a public role that millions follow, with many posts. */
async function startStar(t: TestContext) {
  const desk = await startGate(t)
  await desk.demo.store.inTransaction((tx) => {
    for (let n = 0; n < POSTS; n++)
      tx.run`insert into content (id, account_id, kind, text) values (${post(n).id}, ${STAR.id}, 'post', 'More.')`
  })
  const remove = async (n: number, who: Person) =>
    only((await desk.gate.ask(await desk.gate.claim(post(n), who), who, { action: 'remove' })).body.enforcements)
  return { ...desk, remove }
}

test('one person never removes a post with high reach', async (t) => {
  const desk = await startStar(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  const caseId = await desk.gate.claim(post(0), ana)
  const unread = await desk.gate.post(
    ana,
    `/v1/cases/${caseId}/decisions`,
    violation({ actions: [{ action: 'remove' }] }),
  )
  assert.equal(unread.status, 422, 'what others must agree to is read first')
  const enforcement = only((await desk.gate.ask(caseId, ana, { action: 'remove' })).body.enforcements)
  desk.work()
  assert.equal((await desk.enforcementIn(enforcement, 'awaiting_approval')).state, 'awaiting_approval')
  assert.equal((await desk.gate.approve(enforcement, ben)).status, 200)
  await desk.enforcementIn(enforcement, 'in_effect')
})

test('one person never removes five posts of an account daily', async (t) => {
  const desk = await startStar(t)
  const people = await Promise.all([desk.person(), desk.person()])
  desk.work()
  for (let n = 0; n < A_DAY; n++) {
    const who = people[n % people.length]
    assert.ok(who)
    await desk.enforcementIn(await desk.remove(n, who), 'awaiting_approval')
  }
})

test('leads are alerted to a removal as to an interim measure', async (t) => {
  const desk = await startStar(t)
  const [ana, lead] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const enforcement = await desk.remove(0, ana)
  const { body } = await desk.gate.get(lead, '/v1/alerts')
  assert.match(JSON.stringify(body), new RegExp(enforcement))
})
