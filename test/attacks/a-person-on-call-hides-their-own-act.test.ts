import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { hideAlone, markIrreversibleHarm, speech, startMinisterPosts } from '../support/acting-alone.ts'
import { minutes, only } from '../support/gate-flow.ts'
import { givenOnCall } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'

/** A lead who acts alone on a minister's post, and another lead. */
async function startNight(t: TestContext) {
  const desk = await startMinisterPosts(t, 1)
  await markIrreversibleHarm(desk, 'minors', 'child_abuse')
  const eve = await desk.person({ roles: ['lead'] })
  const ben = await desk.person({ roles: ['lead'], onShift: false })
  desk.work()
  const act = async () => {
    const { decided } = await hideAlone(desk, eve, {
      subject: speech(0),
      policyId: 'minors',
      ground: { kind: 'harm' },
    })
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
    return only(decided.body.enforcements)
  }
  const alerts = () =>
    desk.desk.db.list<{ id: number; to: string }>(sql`
      select id, coalesce(to_staff, 'role:' || to_role) as to from alert where kind = 'acts_alone' order by id`)
  const alerted = (count: number) =>
    waitFor(`${count} alerts`, async () => {
      const found = await alerts()
      return found.length >= count && found
    })
  return { desk, eve, ben, act, alerted }
}

test('an alert about an act alone passes over its author', async (t) => {
  const { desk, eve, ben, act, alerted } = await startNight(t)
  await givenOnCall(desk.desk.db, eve.id)
  await act()
  const [alert] = await alerted(1)
  assert.equal(alert?.to, 'role:lead', 'the only person on call is its author')
  const read = (who: typeof eve) => desk.gate.post(who, `/v1/alerts/${alert?.id}/seen`)
  const own = await read(eve)
  assert.equal(own.status, 409, JSON.stringify(own.body))
  const unseen = await desk.gate.get(ben, '/v1/alerts?unseen=true')
  assert.ok((unseen.body.items as { id: number }[]).some(({ id }) => id === alert?.id))
  assert.equal((await read(ben)).status, 204)
})

test('an author on call as secondary ends no escalation', async (t) => {
  const { desk, eve, ben, act, alerted } = await startNight(t)
  await givenOnCall(desk.desk.db, ben.id)
  await givenOnCall(desk.desk.db, eve.id, { turn: 'secondary' })
  await act()
  const [first] = await alerted(1)
  assert.equal(first?.to, ben.id, 'the other person on call')
  await desk.advance(minutes(5))
  const told = await alerted(2)
  assert.deepEqual(
    told.map(({ to }) => to),
    [ben.id, 'role:lead'],
  )
})

test('an alert about an enforcement passes over its proposer', async (t) => {
  const { desk, eve, act } = await startNight(t)
  const enforcementId = await act()
  const own = (person: string, enforcement: string | null, subject: string | null) =>
    desk.desk.db.onlyValue<boolean>(sql`select is_alert_of_own_act(${person}, ${enforcement}, ${subject})`)
  assert.equal(await own(eve.id, enforcementId, null), true)
  assert.equal(await own(eve.id, null, 'account:vale'), true)
  assert.equal(await own(eve.id, null, 'account:otto'), false)
  assert.equal(await own('nobody', enforcementId, 'account:vale'), false)
  assert.equal(await own(eve.id, null, null), false)
})
