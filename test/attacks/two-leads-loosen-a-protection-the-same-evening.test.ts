import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { applyAgreedChanges } from '../../src/admin/change/delay-change.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { givenAccount } from '../support/cases.ts'
import { agreeSigned, endSetup, findProblems, passDelay } from '../support/changes.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, startGate } from '../support/gate-flow.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'
import { checkLedger } from '../support/working-desk.ts'

const HOUR_MS = minutes(60)
const DAY_MS = 24 * HOUR_MS
const NAMED = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
const lead = ({ id }: { id: string }): StaffCaller => ({ kind: 'staff', id, pseudonym: id, roles: ['lead'] })

test('leads who loosened a protection neither propose nor approve afterwards', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ada, bo] = [await desk.person({ roles: ['lead'] }), await desk.person({ roles: ['lead'], team: 'west' })]
  const cleo = await desk.person({ roles: ['lead'], team: 'east' })
  await endSetup(desk.desk.db)
  const read = await gate.claim(MINISTER, cleo)
  assert.equal((await gate.preview(read, cleo, { action: 'deactivate' })).status, 200)
  await gate.post(cleo, `/v1/cases/${read}/claim/release`)
  await desk.demo.store.inTransaction((tx) => tx.run`update account set tags = '[]' where id = 'vale'`)
  const wanted = { kind: 'tag', op: 'remove', accountId: 'vale', tag: 'public_office' } as const
  const change = await proposeChange(desk.desk, { wanted, reason: 'has left office', by: lead(ada) })
  assert.equal((await agreeSigned(desk.desk, change.id, lead(bo))).state, 'agreed')
  const isTagged = async () =>
    (await desk.desk.db.query(sql`select from account where id = 'vale' and 'public_office' = any (tags)`)).rowCount ===
    1
  await desk.advance(HOUR_MS - 1)
  await applyAgreedChanges(desk.desk)
  assert.equal(await isTagged(), true, 'not before its hour is over')
  assert.equal(await passDelay(desk, change), 'applied')
  assert.equal(await isTagged(), false)
  const suspend = { action: 'suspend', durationMs: DAY_MS }
  const caseId = await gate.claim(MINISTER, ada)
  assert.equal((await gate.preview(caseId, ada, suspend)).body.why, 'loosened')
  await gate.post(ada, `/v1/cases/${caseId}/claim/release`)
  const others = await gate.ask(await gate.claim(MINISTER, cleo), cleo, suspend, NAMED)
  const enforcementId = only(others.body.enforcements)
  for (const author of [ada, bo]) {
    assert.equal((await gate.post(author, '/v1/approvals/next')).status, 204, 'it is not even offered')
    for (const answer of ['approve', 'duty'] as const) {
      assert.equal((await gate.sendAnswer(enforcementId, author, answer)).body.why, 'loosened')
    }
  }
  const forge = sql`
    insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by, expires_at)
    values ('account:vale', 'vale', 'suspend', 86400000, 'scam', 'person', ${`staff:${bo.id}`}, false, 'desk', desk_now() + interval '1 hour')`
  await assert.rejects(desk.desk.db.query(forge), /loosened the protection of account:vale within/)
  assert.equal(await desk.visit('account:vale'), 200)
  desk.work()
  await checkLedger(desk.desk)
})

test('an agreed change is never applied before its time', async (t) => {
  const office = await startDeskBeforeOpening(t)
  const { db, database, desk, person, crane, plover, agree, pass } = office
  const [absent, gone, third] = [await person(['admin']), await person(['policy']), await person(['policy'])]
  const wren = await person(['reviewer'])
  await givenAccount(db, { id: 'vale', tags: ['newsroom', 'public_office'], protected: true })
  await office.open()
  const floor = (approvals: number) => ({ kind: 'protection', subject: 'account:vale', approvals, holdMs: 0 }) as const
  await office.propose(floor(3))
  const lower = await office.propose(floor(1))
  const state = async ({ id }: { id: string }) =>
    (await db.query<{ state: string }>(sql`select state from desk_change where id = ${id}`)).rows[0]?.state

  const agreed = await agree(lower)
  assert.equal(agreed.state, 'agreed')
  assert.equal(agreed.takesEffectAt?.getTime(), agreed.movedAt.getTime() + DAY_MS)
  const alerts = await db.query<{ why: string }>(
    sql`select why from alert where to_role = 'lead' order by id desc limit 1`,
  )
  assert.match(
    alerts.rows[0]?.why ?? '',
    /^Agreed to, takes effect at .* unless a person of lead, policy or admin stops it/,
  )
  for (const [statement, code] of [
    [`update desk_change set state = 'applied' where state = 'agreed'`, 'CS001'],
    [`update desk_change set takes_effect_at = desk_now() where state = 'agreed'`, '42501'],
    [`update desk_change set state = 'failed' where state = 'agreed'`, 'CS001'],
    [`update desk_change set state = 'stopped', moved_by = 'staff:${wren.id}' where state = 'agreed'`, 'CS001'],
    [`select dry_run_change(desk_change) from desk_change`, '42501'],
    [`select check_change_applied(desk_change, 'agreed') from desk_change`, '42501'],
  ] as const) {
    await assert.rejects(db.query({ text: statement, values: [] }), { code }, statement)
  }
  const early = sql`update desk_change set takes_effect_at = desk_now() where id = ${lower.id}`
  await assert.rejects(database.ownerPool.query(early), { code: 'CS001' }, 'the time is set once')
  assert.equal(await applyAgreedChanges(desk), 0)

  const stop = (who: typeof crane) => office.post(who, `/v1/changes/${lower.id}/stop`)
  assert.equal((await stop(wren)).status, 403, 'this takes lead, policy or admin')
  assert.equal((await office.restrict(plover, absent)).status, 200, 'by one of the two')
  assert.equal((await stop(absent)).body.state, 'stopped', 'restricted, off duty, and without a passkey')
  assert.equal((await stop(absent)).status, 409)

  const tag = (name: string) => ({ kind: 'tag', op: 'remove', accountId: 'vale', tag: name }) as const
  const delays = []
  for (const name of ['newsroom', 'public_office']) {
    const { takesEffectAt, movedAt } = await agree(await office.propose(tag(name)))
    delays.push((takesEffectAt?.getTime() ?? 0) - movedAt.getTime())
  }
  assert.deepEqual(delays, [HOUR_MS, DAY_MS], 'the short delay is for a single tag')

  const again = await agree(await office.propose(floor(1)), third)
  assert.equal((await office.propose(floor(4))).state, 'applied')
  const team = await agree(await office.propose({ kind: 'team', staffId: wren.id, team: 'west' }, gone))
  await database.ownerPool.query(sql`update staff set ended_at = desk_now(), ended_by = 'desk' where id = ${gone.id}`)
  assert.equal(await pass(again), 'failed', 'what it would change is not as it was')
  assert.equal(await state(team), 'failed', 'its proposer is no longer here')
  assert.equal(await state(lower), 'stopped')
  assert.deepEqual(
    (await findProblems(db)).filter((problem) => !/^staff/.test(problem)),
    [],
  )
})
