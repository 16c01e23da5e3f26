import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { startAppeals, VIOLATION, WORDS } from '../support/appeals.ts'
import { startBulkAction } from '../support/bulk-actions.ts'
import { identified, minutes, only, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { postAndSign } from '../support/sign.ts'
import { checkLedger } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const SUSPEND = { action: 'suspend', durationMs: 604_800_000 }

/** An enforcement on an ordinary account, which one person asks for alone. */
async function givenEnforcement(
  desk: Awaited<ReturnType<typeof startGate>>,
  who: Person,
  subject: typeof ROSA,
  action: object = SUSPEND,
) {
  const { gate } = desk
  const enforcementId = only((await gate.ask(await gate.claim(subject, who), who, action)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  return enforcementId
}

test('a person not involved before judges an appeal once', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const { appeal, told, next, conclude, judge } = await startAppeals(desk)
  const ana = await desk.person()
  const ben = await desk.person({ team: 'north' })
  const more = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only(
    (await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, more)).body.enforcements,
  )
  const early = await appeal({ enforcementId })
  assert.deepEqual([early.status, /enf_\d+ is awaiting approval/.test(String(early.body.detail))], [409, true])
  await gate.approve(enforcementId, ben)
  await desk.advance(minutes(6))
  await desk.enforcementIn(enforcementId, 'in_effect')

  const body = { enforcementId, id: 'twice' }
  const sent = await Promise.all([appeal(body), appeal(body)])
  assert.deepEqual(sent.map(({ status }) => status).sort(), [200, 201], 'sent twice at once it is one')
  const [first] = sent
  assert.equal((await appeal({ ...body, words: 'another' })).status, 409)
  const another = await appeal({ subject: STAR })
  assert.match(String(another.body.detail), /The appeal apl_\d+ against enf_\d+ is open already/)
  assert.equal(JSON.stringify(first?.body).includes('staff_'), false, 'nobody who works here is told')

  assert.equal(await next(ana), undefined, 'not to whoever asked for it')
  assert.equal(await next(ben), undefined, 'nor to whoever agreed')
  const { rows } = await desk.desk.db.query<{ id: string }>(sql`select id from review_case where appeal_id is not null`)
  const caseId = String(rows[0]?.id)
  const forced = desk.desk.db.query(sql`
    update review_case set claimed_by = ${ben.id}, claimed_at = desk_now(), claimed_until = desk_now() + interval '1 minute'
    where id = ${caseId}`)
  await assert.rejects(forced, { code: 'CS001' }, 'nor as the desk itself')
  assert.equal((await judge(ana, caseId, 'uphold')).status, 403)

  const cleo = await desk.person()
  assert.equal(await next(cleo), caseId)
  assert.equal((await conclude(cleo, caseId)).status, 200)
  const seen = await gate.get(cleo, `/v1/cases/${caseId}`)
  assert.equal((seen.body.appeal as { words: string }).words, WORDS)
  const decided = (seen.body.history as { decisions: { by: string | null }[] }).decisions
  assert.deepEqual(
    decided.map(({ by }) => by),
    [null],
    'unseen who decided',
  )
  const plain = await gate.post(cleo, `/v1/cases/${caseId}/decisions`, {
    conclusion: 'no_violation',
    rationale: 'fine',
  })
  assert.match(String(plain.body.detail), /is an appeal/)
  const both = await Promise.all([judge(cleo, caseId, 'uphold'), judge(cleo, caseId, 'overturn')])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409], 'one judgement')
  assert.equal((await judge(cleo, caseId, 'uphold', 'for another reason')).status, 409)
  const outcome = await told({ body: first?.body ?? {} })
  assert.equal(outcome.reason, 'We looked again.')
  const isUp = outcome.state === 'overturned'
  assert.equal(
    (await desk.enforcementIn(enforcementId, isUp ? 'restored' : 'in_effect')).state,
    isUp ? 'restored' : 'in_effect',
  )
  await checkLedger(desk.desk)
})

test('an overturned appeal restores its enforcement; another restore ends the appeal', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const { appeal, told, next, judge } = await startAppeals(desk)
  const [ana, cleo, dan] = [await desk.person(), await desk.person(), await desk.person()]
  const enforcementId = await givenEnforcement(desk, ana, ROSA)
  const first = await appeal({ subject: ROSA })
  assert.equal(first.body.enforcementId, enforcementId)
  const barred = await desk.person()
  const given = await next(barred)
  const lead = await desk.person({ roles: ['lead'] })
  assert.equal((await gate.signed(lead, `/v1/staff/${barred.id}/restrict`, { reason: 'odd' })).status, 200)
  assert.match(String((await judge(barred, given, 'uphold')).body.detail), /restricted/)
  assert.equal((await gate.post(barred, `/v1/cases/${given}/claim/release`)).status, 204)
  const upheld = await next(cleo)
  assert.equal((await judge(cleo, upheld, 'uphold')).body.state, 'upheld')
  const second = await appeal({ subject: ROSA }, { newEvidence: 'The recording itself.' })
  const caseId = await next(dan)
  const overturned = await judge(dan, caseId, 'overturn', 'It was a song.')
  assert.deepEqual([overturned.status, overturned.body.state], [200, 'overturned'], JSON.stringify(overturned.body))
  assert.equal((await judge(dan, caseId, 'overturn', 'It was a song.')).status, 200, 'said again it is the same')
  await desk.enforcementIn(enforcementId, 'restored')
  const { rows } = await desk.desk.db.query(
    sql`select cause, "by" from enforcement_restore where enforcement_id = ${enforcementId}`,
  )
  assert.deepEqual(rows, [{ cause: 'appeal', by: `staff:${dan.id}` }])
  assert.deepEqual([(await told(first)).state, (await told(second)).state], ['upheld', 'overturned'])
  assert.match(String((await appeal({ enforcementId })).body.detail), /is restored/)

  const again = await givenEnforcement(desk, ana, ROSA)
  const third = await appeal({ enforcementId: again })
  const held = await next(cleo)
  await restoreEnforcement(desk.desk, {
    enforcementId: again,
    by: { kind: 'staff', id: ana.id, pseudonym: '', roles: [] },
    cause: 'mistake',
    reason: null,
  })
  assert.equal((await told(third)).state, 'restored')
  await desk.enforcementIn(again, 'restored')
  assert.match(String((await judge(cleo, held, 'uphold')).body.detail), /undone for another reason/)
  assert.equal(
    (await desk.desk.db.query(sql`select from review_case where state = 'open'`)).rowCount,
    1,
    'its own came back',
  )
  const forged = desk.desk.db.query(
    sql`update appeal set state = 'open', judged_by = null, reason = null, ended_at = null`,
  )
  await assert.rejects(forged)
  const { rows: left } = await desk.database.ownerPool.query('select delete_expired_appeals() as n')
  assert.deepEqual(left, [{ n: 0 }])
  await checkLedger(desk.desk)
  await desk.advance(200 * 86_400_000)
  await desk.database.ownerPool.query('select delete_expired_appeals()')
  const kept = await desk.database.ownerPool.query(
    'select from appeal where words is not null or appellant is not null or salt is not null',
  )
  assert.equal(kept.rowCount, 0, 'what was said is forgotten')
  await checkLedger(desk.desk)
})

test('an appeal needing two people waits; late appeals are refused', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { appeal, told, next, judge, conclude } = await startAppeals(desk)
  const ana = await desk.person()
  const enforcementId = await givenEnforcement(desk, ana, ROSA)
  await desk.advance(73 * 3_600_000)
  const [cleo, dan] = [await desk.person(), await desk.person({ roles: ['lead', 'reviewer'] })]
  const sent = await appeal({ enforcementId })
  const caseId = await next(cleo)
  assert.equal((await conclude(cleo, caseId, VIOLATION)).status, 200)
  assert.equal((await judge(cleo, caseId, 'overturn')).body.state, 'open')
  assert.equal(await next(cleo), undefined)
  assert.equal(await next(dan), caseId)
  const shown = async () => ({
    attention: (await desk.gate.get(dan, `/v1/enforcements/${enforcementId}`)).body.needsAttention,
    alerts: JSON.stringify((await desk.gate.get(dan, '/v1/alerts')).body),
    first: ((await desk.gate.get(dan, `/v1/cases/${caseId}`)).body.appeal as { firstJudgement: object | null })
      .firstJudgement,
  })
  const blind = await shown()
  assert.match(String(blind.attention), /shown after your own review/)
  assert.match(blind.alerts, /An appeal waits for your own conclusion/)
  assert.doesNotMatch(blind.alerts, /must undo it too/)
  assert.equal(blind.first, null)
  assert.equal((await judge(dan, caseId, 'overturn')).status, 403, 'the second signs')
  const open = await shown()
  assert.match(String(open.attention) + open.alerts, /must undo it too.*must undo it too/s)
  assert.deepEqual(open.first, {
    ...{ reason: 'We looked again.', differsBecause: 'The evidence of the time tells more.' },
    ...{ lesser: null, at: (open.first as { at?: string } | null)?.at },
  })
  const { signature } = await postAndSign(desk, dan, { act: 'restore_second', about: enforcementId })
  const said = { outcome: 'overturn', reason: 'Yes.', signature }
  const signed = await desk.gate.post(dan, `/v1/cases/${caseId}/appeal`, said)
  assert.equal(signed.body.state, 'overturned', JSON.stringify(signed.body))
  assert.equal((await told(sent)).state, 'overturned')

  await desk.enforcementIn(enforcementId, 'restored')
  const old = await givenEnforcement(desk, cleo, ROSA, { action: 'deactivate' })
  await desk.advance(190 * 86_400_000)
  assert.match(String((await appeal({ enforcementId: old })).body.detail), /within six months/)
  const errors = await appeal({ enforcementId: old, subject: ROSA })
  assert.deepEqual([errors.status, JSON.stringify(errors.body.errors).includes('enforcementId')], [400, true])
  await checkLedger(desk.desk)
})

test('appeals against a bulk action wait separately and stop it', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: 20, wide: 0 })
  const { gate } = bulk
  const { appeal, next, judge } = await startAppeals(bulk)
  const ana = await bulk.person({ roles: ['senior'] })
  const ben = await bulk.person({ roles: ['lead'], team: 'north' })
  const id = String((await bulk.propose(ana)).body.id)
  await bulk.until(id, ana, 'proposed')
  await bulk.judge(id, ben)
  await gate.signed(ben, `/v1/bulk-actions/${id}/approve`)
  await bulk.until(id, ana, 'looking')
  assert.equal(await bulk.countOffline(), 1)
  const { rows } = await bulk.desk.db.query<{ subject: string }>(
    sql`select subject from enforcement where bulk_action_id = ${id}`,
  )
  const subject = { kind: 'account', id: String(rows[0]?.subject).slice('account:'.length) }
  assert.equal((await appeal({ subject })).status, 201)
  assert.equal(await next(ben), undefined, 'not to whoever judged its sample and agreed')
  const cleo = await bulk.person()
  const listed = await gate.get(cleo, `/v1/cases?bulkAction=${id}`)
  assert.equal((listed.body.items as unknown[]).length, 1)
  assert.equal((await judge(cleo, await next(cleo), 'overturn')).body.state, 'overturned')
  const { progress } = (await bulk.read(id, ana)) as unknown as { progress: { appealed: number } }
  assert.equal(progress.appealed, 1)
  await checkLedger(bulk.desk)
})
