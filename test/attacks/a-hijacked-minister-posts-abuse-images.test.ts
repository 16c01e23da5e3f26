import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { PENDING_MAX } from '../../src/enforcement/propose/propose.ts'
import { hideAlone, markIrreversibleHarm, speech, startMinisterPosts, extendShift } from '../support/acting-alone.ts'
import { minutes, only, type Person } from '../support/gate-flow.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const HARM = { policyId: 'minors', ground: { kind: 'harm' } } as const
const POSTS = 40
const ALONE = 20

test('one person hides 20 of 40 verified abuse images at once', async (t) => {
  const desk = await startMinisterPosts(t, POSTS)
  await markIrreversibleHarm(desk, 'minors', 'child_abuse')
  const [eve, lead, ben] = [
    await desk.person(),
    await desk.person({ roles: ['lead'], onShift: false }),
    await desk.person(),
  ]
  desk.work()
  const waiters: Person[] = []
  const enforcements: string[] = []
  for (let n = 0; n < ALONE; n++) {
    const { decided } = await hideAlone(desk, eve, { subject: speech(n), ...HARM })
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
    enforcements.push(only(decided.body.enforcements))
  }
  for (const id of enforcements) await desk.enforcementIn(id, 'in_effect')

  const waiting: string[] = []
  for (let n = ALONE; n < POSTS; n++) {
    // Three wait for one proposer at most.
    const who = waiting.length % PENDING_MAX === 0 ? await desk.person() : waiters.at(-1)
    assert.ok(who)
    waiters.push(who)
    const caseId = await desk.gate.claim(speech(n), who)
    const { prepared, decided } = await hideAlone(desk, who, { subject: speech(n), ...HARM, caseId })
    assert.deepEqual([prepared.status, prepared.body.reason], [422, 'ground'], JSON.stringify(prepared.body))
    assert.deepEqual([decided.status, decided.body.reason], [422, 'ground'], JSON.stringify(decided.body))
    const guarded = await desk.gate.ask(caseId, who, { action: 'hide' }, {}, 'minors')
    assert.equal(guarded.status, 201, JSON.stringify(guarded.body))
    const [whole = ''] = guarded.body.enforcements as string[]
    waiting.push(whole)
  }
  const { rows: states } = await desk.desk.db.query<{ count: number; waiting: boolean }>(sql`
    select count(*)::integer as count, bool_and(state in ('proposed', 'awaiting_approval')) as waiting
    from enforcement where id = any (${waiting})`)
  assert.deepEqual(states, [{ count: POSTS - ALONE, waiting: true }])
  for (const n of [ALONE, POSTS - 1]) assert.equal(await desk.visit(`content:${speech(n).id}`), 200)

  const alerts = async () => {
    const { rows } = await desk.desk.db.query<{ alerts: number }>(sql`
      select count(*)::integer as alerts from alert where kind = 'acts_alone' and subject = 'account:vale' and escalated_from is null`)
    return rows[0]?.alerts ?? 0
  }
  await waitFor('the alerts of these 20 minutes', async () => (await alerts()) >= 2)
  const before = await alerts()
  for (let quarter = 1; quarter <= 3; quarter++) {
    await desk.advance(minutes(15))
    await waitFor('another alert after 15 minutes', async () => (await alerts()) === before + quarter)
  }
  const [first = '', second = ''] = enforcements
  assert.equal((await desk.gate.signed(eve, `/v1/enforcements/${first}/confirm`)).status, 403, 'not by its proposer')
  const confirmed = await desk.gate.signed(lead, `/v1/enforcements/${first}/confirm`)
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  await desk.enforcementIn(first, 'confirmed')

  await extendShift(desk, ben)
  const live = await desk.gate.get(ben, '/v1/live')
  const shown = (live.body.standing as { id: string; unconfirmed: boolean; ground: string }[]).find(
    ({ id }) => id === second,
  )
  assert.deepEqual([shown?.ground, shown?.unconfirmed], ['harm', true])
  const undone = await desk.gate.post(ben, `/v1/enforcements/${second}/undo-unconfirmed`, {
    reason: 'Pictures of a play.',
  })
  assert.equal(undone.status, 202, JSON.stringify(undone.body))
  assert.deepEqual(new Set(undone.body.enforcements as string[]), new Set(enforcements.slice(1)))
  for (const id of enforcements.slice(1)) await desk.enforcementIn(id, 'restored')
  await desk.advance(minutes(15))
  await waitFor('the alerts to end', async () => {
    const { rowCount } = await desk.desk.db.query(sql`select from job where kind = 'unconfirmed'`)
    return rowCount === 0
  })
  await checkLedger(desk.desk)
})

test('one person hides no protected content on a weaker ground', async (t) => {
  const desk = await startMinisterPosts(t, 3, 25)
  const eve = await desk.person()
  desk.work()
  const caseId = await desk.gate.claim(speech(0), eve)
  const refused = async () => {
    const { prepared, decided } = await hideAlone(desk, eve, { subject: speech(0), ...HARM, caseId })
    assert.deepEqual([prepared.status, prepared.body.reason], [422, 'ground'], JSON.stringify(prepared.body))
    assert.deepEqual([decided.status, decided.body.reason], [422, 'ground'], JSON.stringify(decided.body))
  }
  await refused() // A policy that is not marked.
  await markIrreversibleHarm(desk, 'minors', 'child_abuse')
  await refused() // A post of 25 hours ago.
  const { db } = desk.desk
  await db.query(sql`
    update content set content_created_at = desk_now() - interval '1 hour', source = 'import', facts_at = desk_now()
    where id = ${speech(0).id}`)
  await refused() // An API key claims a younger date.
  await db.query(
    sql`select record_content_times(${JSON.stringify([{ id: speech(0).id, publishedAt: desk.now().toISOString() }])}::json)`,
  )
  await refused() // A later answer claims that it was published since.
  const token = await desk.gate.post(eve, `/v1/cases/${caseId}/decisions`, {
    ...{ conclusion: 'violation', policyId: 'minors', rationale: 'an image of abuse' },
    actions: [{ action: 'hide', ground: { kind: 'harm' } }],
  })
  assert.equal(token.status, 422)

  const edited = desk.now().toISOString()
  await desk.demo.store.inTransaction(
    (tx) => tx.run`insert into content_edit (content_id, at) values (${speech(0).id}, ${edited})`,
  )
  const unsigned = await desk.gate.post(eve, `/v1/cases/${caseId}/decisions`, {
    ...{ conclusion: 'violation', policyId: 'minors', rationale: 'an image of abuse' },
    actions: [{ action: 'hide', ground: { kind: 'harm' } }],
  })
  assert.deepEqual([unsigned.status, unsigned.body.why], [403, 'unsigned'], JSON.stringify(unsigned.body))
  const { decided } = await hideAlone(desk, eve, { subject: speech(0), ...HARM, caseId })
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const enforcement = await desk.enforcementIn(only(decided.body.enforcements), 'in_effect')
  assert.deepEqual(
    [enforcement.endsAt, enforcement.confirmBy],
    [null, null],
    'what was edited an hour ago stays offline',
  )

  await markIrreversibleHarm(desk, 'minors', null)
  assert.equal((await hideAlone(desk, eve, { subject: speech(1), ...HARM })).decided.status, 422)
})

test('the application role hides no content without a signature over the ground', async (t) => {
  const desk = await startMinisterPosts(t, 1)
  await markIrreversibleHarm(desk, 'minors', 'child_abuse')
  const eve = await desk.person()
  const caseId = await desk.gate.claim(speech(0), eve)
  await desk.gate.preview(caseId, eve, { action: 'hide', ground: { kind: 'harm' } }, { policyId: 'minors' })
  const forge = desk.desk.db.query(sql`
    insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at, ground)
    values (${`content:${speech(0).id}`}, 'vale', 'hide', 'minors', 'person', ${`staff:${eve.id}`}, true, 'desk',
      desk_now() + interval '1 hour', 'harm')`)
  await assert.rejects(forge, { code: 'CS001', message: /did not sign propose/ })
})

test('a ground is refused where one person is enough anyway', async (t) => {
  const desk = await startMinisterPosts(t, 1)
  await markIrreversibleHarm(desk, 'minors', 'child_abuse')
  const eve = await desk.person()
  const at = desk.now().toISOString()
  await desk.demo.store.inTransaction(
    (tx) => tx.run`
    insert into content (id, account_id, kind, text, created_at) values ('rosa-9', 'rosa', 'post', 'More.', ${at})`,
  )
  const { prepared, decided } = await hideAlone(desk, eve, { subject: { kind: 'content', id: 'rosa-9' }, ...HARM })
  assert.equal(prepared.status, 400, JSON.stringify(prepared.body))
  assert.equal(decided.status, 400)
  assert.match(String(decided.body.detail), /this account is not protected/)
})
