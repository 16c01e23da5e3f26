import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { returnDocuments } from '../../src/enforcement/approve/return-documents.ts'
import { setProfileAtSetup } from '../../src/admin/setup/profile.ts'
import { loadGuards } from '../../src/policy/guards/guards-file.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { enteredOrder, receivedOrder } from '../support/authority.ts'
import { violation } from '../support/desk-flow.ts'
import { minutes, only, type Person } from '../support/gate-flow.ts'
import { stealRole } from '../support/role-thief.ts'
import { signProposal } from '../support/sign.ts'
import { speech, startMinisterPosts } from '../support/minister-posts.ts'
import { waitFor } from '../support/wait-for.ts'

const POLICIES = resolve(import.meta.dirname, '../../policies')
const POLICY = 'court-order'
const HASH = 'ab'.repeat(32)

type Stage = Awaited<ReturnType<typeof startMinisterPosts>>

/** A lead enters an invented document about one post; returns the action that names it. */
async function invent(desk: Stage, who: Person, n: number): Promise<{ action: 'hide'; ground: object }> {
  const then = new Date(desk.now().getTime() - minutes(1))
  const entered = enteredOrder([speech(n).id], then, {
    ...{ kind: 'illegal_content', reference: `invented-${n}`, policyId: POLICY },
  })
  return { action: 'hide', ground: { kind: 'document', ref: await receivedOrder(desk, who.token, entered) } }
}

test('a forged document hides two posts of an account, not three', async (t) => {
  const desk = await startMinisterPosts(t)
  const { gate } = desk
  const eve = await desk.person({ roles: ['lead'] })
  desk.work()
  const hidden: string[] = []
  for (const n of [0, 1]) {
    const wish = await invent(desk, eve, n)
    const caseId = await gate.claim(speech(n), eve)
    const decided = await gate.ask(caseId, eve, wish, {}, POLICY)
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
    hidden.push(only(decided.body.enforcements))
    await desk.enforcementIn(hidden[n] ?? '', 'in_effect')
    assert.notEqual(await desk.visit(`content:${speech(n).id}`), 200)
  }
  const third = await invent(desk, eve, 2)
  const caseId = await gate.claim(speech(2), eve)
  const refused = await gate.preview(caseId, eve, third, { policyId: POLICY })
  assert.deepEqual([refused.status, refused.body.reason], [422, 'ground'], JSON.stringify(refused.body))
  assert.equal(await desk.visit(`content:${speech(2).id}`), 200)

  await desk.advance(minutes(61))
  for (const [n, id] of hidden.entries()) {
    await desk.enforcementIn(id, 'restored')
    assert.equal(await desk.visit(`content:${speech(n).id}`), 200, 'nobody else confirmed it')
  }
})

test('a document forged in the database hides nothing without a passkey', async (t) => {
  const desk = await startMinisterPosts(t)
  const { gate } = desk
  const eve = await desk.person({ roles: ['lead'] })
  await gate.preview(await gate.claim(speech(0), eve), eve, { action: 'hide' })
  const thief = await stealRole(t, desk.database)
  const said = JSON.stringify({
    ...{ reference: 'X-1', kind: 'removal_order', policyId: POLICY, contents: [speech(0).id], bodyHash: HASH },
    ...{ authority: 'Court', receivedAt: desk.now().toISOString(), documentName: 'a.txt', mediaType: 'text/plain' },
    verified: 'called_back',
  })
  const { rows } = await thief.run(`select order_id from enter_authority_order('${eve.id}', '${said}', 'A letter.')`)
  const forge = desk.desk.db.query(sql`
    insert into enforcement (id, subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at,
      legal_duty, ground, ground_ref)
    values ('enf_theft', ${`content:${speech(0).id}`}, 'vale', 'hide', ${POLICY}, 'person', ${`staff:${eve.id}`}, true, 'desk',
      desk_now() + interval '1 hour', true, 'document', ${rows[0]?.order_id})`)
  await assert.rejects(forge, { code: 'CS001', message: /did not sign propose/ })
})

test('a single moderator reviews content hidden on a document next day', async (t) => {
  const desk = await startMinisterPosts(t)
  const { gate } = desk
  const { db } = desk.desk
  await setProfileAtSetup(db, { organisation: 'solo' })
  const guards = { ...loadGuards(join(POLICIES, 'profiles/solo/guards.yaml')), budgets: [] }
  Object.assign(desk.desk, { policies: { ...desk.desk.policies, guards: { ...desk.desk.policies.guards, ...guards } } })
  const eve = await desk.person({ roles: ['lead'] })
  desk.work()
  const wish = await invent(desk, eve, 0)
  const caseId = await gate.claim(speech(0), eve)
  const decided = await gate.ask(caseId, eve, wish, {}, POLICY)
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const hidden = only(decided.body.enforcements)
  await desk.enforcementIn(hidden, 'in_effect')
  await desk.advance(minutes(61))
  assert.equal(await returnDocuments(desk.desk), 0)
  await desk.advance(minutes(24 * 60))
  await waitFor('its case to come back', async () => {
    await returnDocuments(desk.desk)
    const { rows } = await db.query<{ returned: boolean }>(sql`select returned from review_case where id = ${caseId}`)
    return rows[0]?.returned === true
  })
  await desk.enforcementIn(hidden, 'in_effect')
  assert.notEqual(await desk.visit(`content:${speech(0).id}`), 200, 'it stands until that person undoes it')
  const { rows } = await db.query(sql`select to_staff from alert where kind = 'look' and enforcement_id = ${hidden}`)
  assert.deepEqual(rows, [{ to_staff: eve.id }], 'told once')
})

test('three concurrent people act on two documents of an account', async (t) => {
  const desk = await startMinisterPosts(t)
  const { gate } = desk
  const asks = []
  for (const n of [0, 1, 2]) {
    const who = await desk.person({ roles: ['lead'] })
    const wish = await invent(desk, who, n)
    const caseId = await gate.claim(speech(n), who)
    const signed = await signProposal(desk, who, { caseId, policyId: POLICY, ...wish })
    const { body } = await gate.preview(caseId, who, wish, { policyId: POLICY })
    const actions = [
      { ...wish, previewToken: String(body.token), ...('signature' in signed && { signature: signed.signature }) },
    ]
    asks.push(() => gate.post(who, `/v1/cases/${caseId}/decisions`, violation({ policyId: POLICY, actions })))
  }
  const answers = await Promise.all(asks.map((ask) => ask()))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 422], JSON.stringify(answers))
  const told = await desk.desk.db.listValues<string>(sql`select distinct why from alert where kind = 'authority_order'`)
  const count = (words: RegExp) => told.filter((why) => words.test(why)).length
  assert.equal(count(/^An authority sent an order/), 3, 'leads are told of each order, though no clock runs')
  assert.equal(count(/^The silence of the order/), 3, 'and of each silence that another person has to confirm')
})

test("PostgreSQL counts an account's documents under a lock", async (t) => {
  const desk = await startMinisterPosts(t)
  const eve = await desk.person({ roles: ['lead'] })
  await desk.gate.preview(await desk.gate.claim(speech(0), eve), eve, { action: 'hide' })
  const { ground } = await invent(desk, eve, 0)
  const named = ground as { ref: string }
  const proposed = JSON.stringify({
    ...{ id: 'enf_1000', subject: `content:${speech(0).id}`, account_id: 'vale', action: 'hide', policy_id: POLICY },
    ...{ source: 'person', proposed_by: `staff:${eve.id}`, protected: true, ground: 'document', ground_ref: named.ref },
  })
  const { rows } = await inTransaction(desk.database.ownerPool, async (tx) => {
    await tx.query(sql`select check_ground(jsonb_populate_record(null::enforcement, ${proposed}::jsonb))`)
    return desk.desk.db.query<{ free: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended('countersign account vale', 0)) as free`)
  })
  assert.deepEqual(rows, [{ free: false }])
})
