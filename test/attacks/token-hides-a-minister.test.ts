import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { violation } from '../support/desk-flow.ts'
import { MINISTER, minutes, startGate } from '../support/gate-flow.ts'

/** The recorded facts of the minister: a verdict with lesser ones is refused before any other check. */
const AS_KNOWN = JSON.stringify({
  account: { id: 'vale', tags: ['public_office'], reach: 43_500_000, protected: true },
  facts: {},
})
const POSTS = 8
/** More than the day that all interim measures together may last. */
const HOURS_TRIED = 30
const post = (n: number) => ({ kind: 'content', id: `speech-${n}` }) as const

/** Starts a desk and a minister with several public posts. */
async function startPosts(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  await desk.demo.store.inTransaction((tx) => {
    for (let n = 0; n < POSTS; n++)
      tx.run`insert into content (id, account_id, kind, text) values (${post(n).id}, 'vale', 'post', 'A speech.')`
  })
  return desk
}

test("an access token claiming a court order hides no minister's post", async (t) => {
  const desk = await startPosts(t)
  const { gate } = desk
  desk.work()
  for (let n = 0; n < POSTS; n++) {
    const eve = await desk.person()
    const caseId = await gate.claim(post(n), eve)
    const lawful = violation({ policyId: 'court-order', actions: [{ action: 'hide' }] })
    const { status, body } = await gate.post(eve, `/v1/cases/${caseId}/decisions`, lawful)
    assert.deepEqual([status, body.why], [403, 'unsigned'], JSON.stringify(body))
    assert.equal(await desk.visit(`content:${post(n).id}`), 200)
  }
})

test('the application role releases nothing under legal duty without a ground', async (t) => {
  const desk = await startPosts(t)
  const eve = await desk.person()
  const { db } = desk.desk
  await desk.gate.preview(await desk.gate.claim(MINISTER, eve), eve, { action: 'deactivate' })
  for (const action of ['hide', 'remove']) {
    const subject = `content:${post(action === 'hide' ? 0 : 1).id}`
    const { rows } = await db.query<{ id: string }>(sql`
      insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at,
        legal_duty)
      values (${subject}, 'vale', ${action}, 'court-order', 'person', ${`staff:${eve.id}`}, false, 'desk',
        desk_now() + interval '1 hour', true) returning id`)
    const id = rows[0]?.id
    await db.query(sql`
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
      values (${id}, 'clear', '{"approvals": [], "holdMs": 0}', '[]', '{}', ${AS_KNOWN}, decode(repeat('00', 32), 'hex'))`)
    const release = db.query(
      sql`update enforcement set state = 'releasing', generation = 1, moved_by = 'desk' where id = ${id}`,
    )
    await assert.rejects(release, { code: 'CS001', message: /not been agreed to by all it needs/ })
  }
})

test('the application role claims no ground for acting alone', async (t) => {
  const desk = await startPosts(t)
  const eve = await desk.person()
  await desk.gate.preview(await desk.gate.claim(MINISTER, eve), eve, { action: 'deactivate' })
  for (const ground of ['order', 'match', 'document', 'harm']) {
    const forge = desk.desk.db.query(sql`
      insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at,
        legal_duty, ground, ground_ref)
      values (${`content:${post(0).id}`}, 'vale', 'hide', 'court-order', 'person', ${`staff:${eve.id}`}, false, 'desk',
        desk_now() + interval '1 hour', true, ${ground}, 'forged')`)
    await assert.rejects(forge, /can not be proved|permission denied|check constraint/)
  }
})

test('the application role takes no unsigned interim measure on a minister', async (t) => {
  const desk = await startPosts(t)
  const eve = await desk.person()
  await desk.gate.preview(await desk.gate.claim(MINISTER, eve), eve, { action: 'deactivate' })
  const forge = desk.desk.db.query(sql`
    insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by,
      expires_at, interim, interim_reason)
    values ('account:vale', 'vale', 'lock', 3600000, 'scam', 'person', ${`staff:${eve.id}`}, false, 'desk',
      desk_now() + interval '1 hour', true, 'it goes on')`)
  await assert.rejects(forge, { code: 'CS001', message: /did not sign propose/ })
})

test('an access token alone takes no interim measure on a minister', async (t) => {
  const desk = await startPosts(t)
  const eve = await desk.person()
  const caseId = await desk.gate.claim(MINISTER, eve)
  const { status, body } = await desk.gate.post(eve, '/v1/interim-measures', {
    ...{ caseId, policyId: 'scam', action: 'lock', reason: 'it goes on' },
  })
  assert.deepEqual([status, body.why], [403, 'unsigned'], JSON.stringify(body))
})

test('two people lock a minister for at most a day weekly', async (t) => {
  const desk = await startPosts(t)
  const { gate } = desk
  const [eve, mallory] = [await desk.person(), await desk.person()]
  const caseId = await gate.claim(MINISTER, eve)
  desk.work()
  for (let hour = 0; hour < HOURS_TRIED; hour++) {
    for (const who of [eve, mallory]) {
      await gate.post(who, '/v1/me/shift', { plannedMinutes: 60 })
      const { status, body } = await gate.interim(caseId, who, 'lock')
      if (status === 201) await desk.enforcementIn(String(body.id), 'in_effect')
    }
    await desk.advance(minutes(60))
  }
  const { rows } = await desk.desk.db.query<{ hours: number }>(sql`
    select (extract(epoch from max(ends_at) - min(proposed_at)) / 3600)::float8 as hours
    from enforcement where subject = 'account:vale' and interim`)
  const hours = rows[0]?.hours ?? 0
  assert.ok(hours > 1 && hours <= 24, `from the first to the last it was locked for ${hours} hours`)
})

test('one person restores what one person hid under legal duty', async (t) => {
  const desk = await startPosts(t)
  const { gate } = desk
  const [eve, ben] = [await desk.person(), await desk.person()]
  const caseId = await gate.claim(post(0), eve)
  desk.work()
  const hidden = await gate.interim(caseId, eve, 'hide', { policyId: 'court-order' })
  assert.equal(hidden.status, 201, JSON.stringify(hidden.body))
  const id = String(hidden.body.id)
  await desk.enforcementIn(id, 'in_effect')
  assert.equal((await gate.post(ben, `/v1/enforcements/${id}/restore`)).status, 202)
  await desk.enforcementIn(id, 'restored')
})
