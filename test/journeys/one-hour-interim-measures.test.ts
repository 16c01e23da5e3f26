import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { send, violation } from '../support/desk-flow.ts'
import { type Gate, MINISTER, minutes, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const POST = { kind: 'content', id: 'vale-1' } as const
const STAR_POST = { kind: 'content', id: 'otto-1' } as const
const ORDINARY_ACCOUNT = { kind: 'account', id: 'rosa' } as const
const HOUR_MS = minutes(60)

/** The enforcements of a decision, by whether they are one person's. */
async function enforcementsOf(desk: Awaited<ReturnType<typeof startGate>>) {
  const { rows } = await desk.desk.db.query<{
    id: string
    interim: boolean
    state: string
    durationMs: number | null
  }>(sql`
    select id, interim, state, duration_ms as "durationMs" from enforcement order by interim, id`)
  return rows
}

/** Decides unsigned, by a reviewer who has read nothing. */
const decide = (gate: Gate, caseId: string, who: Person, action: object) =>
  gate.post(who, `/v1/cases/${caseId}/decisions`, violation({ actions: [action] }))

for (const { name, subject, action } of [
  { name: 'a minister’s post', subject: POST, action: 'limit' },
  { name: 'a post of a high-reach account', subject: STAR_POST, action: 'limit' },
  { name: 'a minister’s account', subject: MINISTER, action: 'lock' },
  { name: 'an account with a high reach', subject: STAR, action: 'lock' },
]) {
  test(`a decision to ${action} ${name} applies for an hour and asks approvers`, async (t) => {
    const desk = await startGate(t)
    const { gate } = desk
    const [ana, ben, lead] = [await desk.person(), await desk.person(), await desk.person({ roles: ['lead'] })]
    const caseId = await gate.claim(subject, ana)
    desk.work()
    const refused = await decide(gate, caseId, ana, { action })
    assert.deepEqual([refused.status, refused.body.why], [403, 'unsigned'], 'by a token alone')
    const { body: preview } = await gate.preview(caseId, ana, { action })
    assert.match(
      String(preview.sentence),
      / now for 1 hour, until .*\. It lasts longer if a second person approves\. On-call is paged\. .* without an end,.* if approved by one other person before .*\d\d:\d\d UTC\. /,
    )
    // A second person who approves the lock stands behind it: one person alone could let a hijacker in again.
    const undo = action === 'lock' ? /\. Restoring it takes two people\.$/ : /\. Anyone on duty can restore it\.$/
    assert.match(String(preview.sentence), undo)
    assert.doesNotMatch(String(preview.button), /^Ask/)
    const decided = await gate.ask(caseId, ana, { action })
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
    const [whole, hour] = await enforcementsOf(desk)
    assert.deepEqual(decided.body.enforcements, [whole?.id, hour?.id])
    assert.deepEqual([whole?.state, whole?.durationMs, hour?.durationMs], ['awaiting_approval', null, HOUR_MS])
    await desk.enforcementIn(String(hour?.id), 'in_effect')
    assert.match(
      JSON.stringify((await send(desk, lead.token, 'GET', '/v1/alerts')).body),
      /An interim measure on a protected account waits for a second person/,
    )
    await desk.advance(HOUR_MS)
    await desk.enforcementIn(String(hour?.id), 'restored')
    await gate.post(ana, '/v1/me/shift', { plannedMinutes: 60 })
    assert.equal((await gate.approve(String(whole?.id), ben)).status, 200)
    await desk.enforcementIn(String(whole?.id), 'in_effect')
    await desk.advance(minutes(48 * 60))
    assert.equal((await desk.enforcementIn(String(whole?.id), 'in_effect')).endsAt, null)
    await checkLedger(desk.desk)
  })
}

test("an hour's measure without approval ends, not repeatable for seven days", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const caseId = await gate.claim(POST, ana)
  desk.work()
  const half = { action: 'limit', durationMs: minutes(30) }
  const { body: preview } = await gate.preview(caseId, ana, half)
  assert.match(
    String(preview.sentence),
    / will be limited in reach now for 30 minutes, until .*\. On-call is paged\. Anyone on duty can restore it\.$/,
  )
  assert.equal((preview.requirement as { people: string | null }).people ?? '', '')
  assert.equal((await gate.ask(caseId, ana, half)).status, 201)
  const [first] = await enforcementsOf(desk)
  assert.deepEqual([first?.interim, first?.durationMs], [true, minutes(30)])
  await desk.enforcementIn(String(first?.id), 'in_effect')
  await desk.advance(minutes(30))
  await desk.enforcementIn(String(first?.id), 'restored')
  const again = await gate.claim(POST, ana)
  const { body: later } = await gate.preview(again, ana, half)
  assert.match(String(later.sentence), / for 30 minutes, if approved by one other person/)
  assert.equal((await decide(gate, again, ana, half)).status, 422, 'all of it waits for others now')
  assert.equal((await gate.ask(again, ana, half)).status, 201)
  const [whole] = await enforcementsOf(desk)
  assert.deepEqual([whole?.interim, whole?.state], [false, 'awaiting_approval'])
})

test("a second person extends an hour's measure to a day", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  desk.work()
  const half = { action: 'lock', on: 'account', durationMs: minutes(60) }
  const first = await gate.ask(await gate.claim(STAR, ana), ana, half)
  assert.equal(first.status, 201, JSON.stringify(first.body))
  await desk.advance(minutes(20))
  const day = { ...half, durationMs: minutes(24 * 60) }
  const caseId = await gate.claim(STAR_POST, ben)
  const { body: preview } = await gate.preview(caseId, ben, day)
  assert.match(String(preview.sentence), / now for 23 hours, until .*\. It lasts longer if a second person approves/)
  const second = await gate.ask(caseId, ben, { ...day, durationMs: minutes(23 * 60) })
  assert.equal(second.status, 201, JSON.stringify(second.body))
  const enforcements = await enforcementsOf(desk)
  assert.deepEqual(
    enforcements.map(({ interim, durationMs }) => [interim, durationMs]),
    [
      [true, HOUR_MS],
      [true, minutes(23 * 60)],
    ],
  )
})

test('one person hides, limits and locks an unprotected account', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const caseId = await desk.gate.claim(ORDINARY_ACCOUNT, ana)
  desk.work()
  const { body: preview } = await desk.gate.preview(caseId, ana, { action: 'limit' })
  assert.match(String(preview.sentence), / now without an end\. Anyone on duty can restore it\.$/)
  assert.equal((await decide(desk.gate, caseId, ana, { action: 'limit' })).status, 201)
  const [enforcement, ...others] = await enforcementsOf(desk)
  assert.deepEqual([enforcement?.interim, enforcement?.durationMs, others.length], [false, null, 0])
  await desk.enforcementIn(String(enforcement?.id), 'in_effect')
})

test('hiding under an unproven legal duty ends after an hour', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  desk.work()
  const caseId = await gate.claim(POST, ana)
  const decided = await gate.ask(caseId, ana, { action: 'hide' }, {}, 'intimate-images')
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const [whole, hour] = await enforcementsOf(desk)
  assert.deepEqual([whole?.state, whole?.durationMs], ['awaiting_approval', null])
  assert.deepEqual([hour?.interim, hour?.durationMs], [true, HOUR_MS])
  await desk.enforcementIn(String(hour?.id), 'in_effect')
})
