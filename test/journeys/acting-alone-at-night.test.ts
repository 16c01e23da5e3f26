import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { watchClocks } from '../../src/cases/legal-clocks/watch-clocks.ts'
import { changeByTwo, givenAuthority, orderOf, receivedOrder } from '../support/authority.ts'
import { givenClaim, send } from '../support/desk-flow.ts'
import { minutes, only } from '../support/gate-flow.ts'
import { speech, startMinisterPosts } from '../support/minister-posts.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

/** Not the minutes that other people would take, however busy the machine is. */
const SECONDS_MAX = 60
const POLICY = 'public-danger'

const countAlerts = async (desk: Awaited<ReturnType<typeof startMinisterPosts>>): Promise<number> =>
  (await desk.desk.db.query(sql`select from alert where kind = 'acts_alone'`)).rows.length

test("one person follows an authenticated authority's order at night", async (t) => {
  const desk = await startMinisterPosts(t)
  const { gate } = desk
  const authority = await givenAuthority(desk)
  const ana = await desk.person()
  desk.work()
  const enforcementId = await receivedOrder(desk, authority.token, orderOf([speech(0).id]))
  const begun = performance.now()
  assert.equal(await watchClocks(desk.desk), 1, 'whoever is on call is paged at once')
  const caseId = await givenClaim(desk, ana.token)
  const read = await send(desk, ana.token, 'GET', `/v1/authority-orders?content=${speech(0).id}`)
  const [listed] = read.body.items as { id: string; authenticated: boolean }[]
  assert.deepEqual([listed?.id, listed?.authenticated], [enforcementId, true])

  const hide = { action: 'hide', ground: { kind: 'order', ref: enforcementId } }
  const shown = await gate.preview(caseId, ana, hide, { policyId: POLICY })
  assert.deepEqual([shown.status, shown.body.signs], [200, true], JSON.stringify(shown.body))
  const decided = await gate.ask(caseId, ana, hide, {}, POLICY)
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const hidden = only(decided.body.enforcements)
  await desk.enforcementIn(hidden, 'in_effect')
  assert.notEqual(await desk.visit(`content:${speech(0).id}`), 200)
  assert.ok((performance.now() - begun) / 1_000 < SECONDS_MAX)
  await waitFor('the clock to be met', async () => {
    const { rows } = await desk.desk.db.query<{ how: string | null }>(sql`select how from legal_clock`)
    return rows[0]?.how === 'met'
  })

  for (let alerts = 1; alerts <= 3; alerts++) {
    await waitFor('on-call to be alerted again', async () => (await countAlerts(desk)) >= alerts)
    await desk.advance(minutes(15))
  }
  await desk.enforcementIn(hidden, 'in_effect')
  assert.notEqual(await desk.visit(`content:${speech(0).id}`), 200, 'nobody confirmed it, and it stays')
  const ben = await desk.person()
  const confirmed = await gate.signed(ben, `/v1/enforcements/${hidden}/confirm`)
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  await checkLedger(desk.desk)
})

test("an authority's order proves only its content, policy, countries and days", async (t) => {
  const desk = await startMinisterPosts(t)
  const { gate } = desk
  const authority = await givenAuthority(desk)
  const ana = await desk.person()
  const old = await receivedOrder(desk, authority.token, orderOf([speech(0).id], { reference: 'old' }))
  await desk.advance(minutes(8 * 24 * 60))
  await gate.post(ana, '/v1/me/shift', { plannedMinutes: 60 })
  const there = await receivedOrder(
    desk,
    authority.token,
    orderOf([speech(0).id], { reference: 'there', countries: ['DE'] }),
  )
  const other = await receivedOrder(desk, authority.token, orderOf([speech(1).id], { reference: 'other' }))
  const minors = await receivedOrder(
    desk,
    authority.token,
    orderOf([speech(0).id], { reference: 'm', policyId: 'minors' }),
  )
  const caseId = await gate.claim(speech(0), ana)
  const hide = (ref: string, more: object = {}) =>
    gate.preview(caseId, ana, { action: 'hide', ground: { kind: 'order', ref }, ...more }, { policyId: POLICY })
  for (const ref of [old, there, other, minors, 'order_999']) {
    const { status, body } = await hide(ref)
    assert.deepEqual([status, body.reason], [422, 'ground'], `${ref}: ${JSON.stringify(body)}`)
  }
  assert.equal((await hide(there, { countries: ['DE'] })).status, 200)
  await changeByTwo(desk, { kind: 'authority_removal', authorityId: authority.id })
  assert.equal((await hide(there, { countries: ['DE'] })).status, 422, 'its authority was revoked')
})
