import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { tamper } from '../../demo/act-on-own-will.ts'
import { listElectionWindows } from '../../src/admin/protections/list-election-windows.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Wanted } from '../../src/admin/change/wanted.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { agreeSigned, endSetup, passDelay } from '../support/changes.ts'
import { MINISTER, minutes, startGate } from '../support/gate-flow.ts'
import { lockAgainstHijacker } from '../support/hijack-desk.ts'
import { checkLedger } from '../support/working-desk.ts'

const DAY_MS = minutes(24 * 60)
const policy = ({ id }: { id: string }): StaffCaller => ({ kind: 'staff', id, pseudonym: id, roles: ['policy'] })

test('one person restricts an election candidate for at most 15 minutes', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const { db } = desk.desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const [crane, finch] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['policy'] })]
  await endSetup(db)
  const limit = async (account: string | null) =>
    (await db.query<{ ms: number }>(sql`select unconfirmed_limit_ms(${account}) as ms`)).rows[0]?.ms
  const propose = (wanted: Wanted) =>
    proposeChange(desk.desk, { wanted, reason: 'the vote is on Sunday', by: policy(crane) })
  const caseId = await gate.claim(MINISTER, ana)
  assert.equal((await gate.preview(caseId, ana, { action: 'deactivate' })).status, 200)
  const now = (await db.query<{ now: Date }>(sql`select desk_now() as now`)).rows[0]?.now ?? new Date()
  const window = {
    kind: 'election_window',
    from: now,
    until: new Date(now.getTime() + 2 * DAY_MS),
    accounts: [],
  } as const
  await assert.rejects(propose({ ...window, tags: [] }), { code: 'invalid_input', message: /Name accounts/ })
  await assert.rejects(propose({ ...window, accounts: ['nobody'], tags: [] }), { code: 'not_found' })
  const far = new Date(now.getTime() + 200 * DAY_MS)
  await assert.rejects(propose({ ...window, until: far, tags: ['candidate'] }), /within 180 days/)
  const opening = await propose({ ...window, tags: ['public_office'] })
  assert.deepEqual([opening.state, opening.direction], ['proposed', 'mixed'], 'one person alone opens none')
  assert.equal(await limit('vale'), minutes(60))
  const listed = async () =>
    (await listElectionWindows(db)).map(({ state, closing, tags }) => [state, closing, ...tags])
  assert.deepEqual(await listed(), [['asked', null, 'public_office']])
  assert.equal((await agreeSigned(desk.desk, opening.id, policy(finch))).state, 'applied', 'two open it at once')
  assert.deepEqual([await limit('vale'), await limit('never-read'), await limit(null)], Array(3).fill(minutes(15)))

  desk.work()
  const taken = await gate.interim(caseId, ana, 'lock')
  assert.equal(taken.status, 201, JSON.stringify(taken.body))
  const { rows } = await db.query<{ id: string; durationMs: number }>(
    sql`select id, duration_ms as "durationMs" from enforcement where interim`,
  )
  assert.deepEqual(
    rows.map(({ durationMs }) => durationMs),
    [minutes(15)],
  )
  const enforcementId = String(rows[0]?.id)
  await desk.enforcementIn(enforcementId, 'in_effect')
  await desk.advance(minutes(15))
  await desk.enforcementIn(enforcementId, 'restored')
  const alerts = await db.query<{ why: string }>(sql`select why from alert where kind = 'interim'`)
  assert.match(alerts.rows[0]?.why ?? '', /by one person: lock for 15 minutes/)

  // The same for a lock against a hijacker: on election days only two people lock a candidate's account for longer.
  await tamper(desk.demo.store, desk, MINISTER, { credentials: true })
  const against = await lockAgainstHijacker(gate, ben, caseId)
  assert.match(
    String(against.body.sentence),
    /Without a confirmation it is undone after 15 minutes/,
    JSON.stringify(against.body),
  )
  const lockId = String(against.body.id)
  assert.equal((await desk.enforcementIn(lockId, 'in_effect')).endsAt, null)
  await desk.advance(minutes(15))
  await desk.enforcementIn(lockId, 'restored')

  const closing = await propose({ kind: 'election_window_end', windowId: opening.id })
  assert.equal(closing.direction, 'looser')
  assert.equal((await agreeSigned(desk.desk, closing.id, policy(finch))).state, 'agreed')
  assert.equal(await limit('vale'), minutes(15), 'closing it early loosens, so it waits')
  assert.deepEqual(await listed(), [['open', closing.id, 'public_office']])
  assert.equal(await passDelay(desk, closing), 'applied')
  assert.equal(await limit('vale'), minutes(60))
  assert.deepEqual(await listed(), [])
  await assert.rejects(propose({ kind: 'election_window_end', windowId: opening.id }), /is not open/)
  await checkLedger(desk.desk)
})
