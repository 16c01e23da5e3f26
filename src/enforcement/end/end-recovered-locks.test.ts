import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { minutes, STAR, startGate } from '../../../test/support/gate-flow.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { findEnforcement } from '../queries.ts'
import { findRestore } from '../effect/queries.ts'

const ROSA = 'account:rosa'

/** The platform's own people give the account back to its owner. */
async function giveBack({ demo }: WorkingDesk, id: string): Promise<void> {
  const answer = await fetch(`${demo.url}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault: 'owner_back', subject: { kind: 'account', id } }),
  })
  assert.equal(answer.status, 200)
}

/** Moves time on, minute by minute, until an enforcement is over. */
const ended = (working: WorkingDesk, enforcementId: string) =>
  waitFor(`${enforcementId} to have ended`, async () => {
    if ((await findEnforcement(working.desk.db, enforcementId))?.state === 'restored') return true
    await working.advance(minutes(1))
    return false
  })

const isLookedAt = (working: WorkingDesk, subject: string) =>
  waitFor(`${subject} to be looked at`, async () => {
    const { rows } = await working.desk.db.query<{ seen: boolean }>(sql`
      select seen_at > desk_now() - interval '1 second' as seen from subject_state where subject = ${subject}`)
    if (rows[0]?.seen) return true
    await working.advance(500)
    return false
  })

test('a hijack lock ends when the owner has the account again', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const caseId = await gate.claim(STAR, ana)
  desk.work()
  const decided = await gate.ask(caseId, ana, { action: 'lock' })
  const [whole = '', hour = ''] = decided.body.enforcements as string[]
  assert.equal((await gate.approve(whole, ben)).status, 200)
  for (const id of [whole, hour]) await desk.enforcementIn(id, 'in_effect')
  await desk.advance(minutes(24 * 60))
  await desk.enforcementIn(hour, 'restored')
  assert.equal((await findEnforcement(desk.desk.db, whole))?.state, 'in_effect', 'it has no other end')
  await giveBack(desk, STAR.id)
  await ended(desk, whole)
  assert.equal((await findRestore(desk.desk.db, whole))?.cause, 'ended')
  const { rows } = await desk.desk.db.query(sql`select state, returned from review_case where id = ${caseId}`)
  assert.deepEqual(rows, [{ state: 'closed', returned: false }], 'nobody has to look at it again')
  await checkLedger(desk.desk)
})

test('a lock approved by two people takes two to undo early', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const caseId = await gate.claim(STAR, ana)
  desk.work()
  const [whole = '', hour = ''] = (await gate.ask(caseId, ana, { action: 'lock' })).body.enforcements as string[]
  assert.equal((await gate.approve(whole, ben)).status, 200)
  for (const id of [whole, hour]) await desk.enforcementIn(id, 'in_effect')
  const undo = (who: typeof ana, id: string) => gate.post(who, `/v1/enforcements/${id}/restore`, { cause: 'mistake' })
  assert.equal((await undo(cleo, hour)).body.state, 'restoring')
  const first = await undo(cleo, whole)
  assert.deepEqual([first.status, first.body.state], [202, 'in_effect'])
  assert.match(String(first.body.needsAttention), /two people locked a protected account/)
  await assert.rejects(
    desk.desk.db.query(sql`
      insert into enforcement_restore (enforcement_id, cause, by) values (${whole}, 'mistake', ${`staff:${cleo.id}`})`),
    { code: 'CS001', message: /takes two people/ },
  )
  const second = await gate.signed(ben, `/v1/enforcements/${whole}/restore`, { cause: 'mistake' })
  assert.equal(second.body.state, 'restoring', JSON.stringify(second.body))
  await desk.enforcementIn(whole, 'restored')
  await checkLedger(desk.desk)
})

for (const { name, fault } of [
  { name: 'cannot be read at first', fault: { fault: 'failing', call: 'subject.read_back', count: 3 } },
  {
    name: 'unlocks and does not say so at first',
    fault: { fault: 'applied_but_timed_out', socket: 'close', count: 1 },
  },
] as const) {
  test(`a hijack lock ends once where the platform ${name}`, async (t) => {
    const working = await startWorkingDesk(t, { driven: true })
    working.work()
    const lock = await working.enforcement({ subject: ROSA, action: 'lock' })
    await working.enforcementIn(lock.id, 'in_effect')
    await working.advance(1_000)
    await giveBack(working, 'rosa')
    working.demo.faults.set({ call: 'subject.apply', ...fault })
    await ended(working, lock.id)
    const unlocked = working.demo.store.committed.all`
      select seq from effect where id = 'rosa' and json_extract(to_state, '$.mayPost')`
    assert.equal(unlocked.length, 1)
    await checkLedger(working.desk)
  })
}

test('an earlier credential reset or another action ends no hijack lock', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  await giveBack(working, 'rosa')
  await working.advance(1_000)
  const late = await working.enforcement({ subject: ROSA, action: 'lock' })
  const lawful = await working.enforcement({ subject: 'account:hugo', action: 'lock', legalDuty: true })
  const limited = await working.enforcement({ subject: 'account:theo', action: 'limit' })
  for (const { id } of [late, lawful, limited]) await working.enforcementIn(id, 'in_effect')
  await working.advance(1_000)
  for (const id of ['hugo', 'theo']) await giveBack(working, id)
  await working.advance(minutes(2))
  for (const { id, subject } of [late, lawful, limited]) {
    await isLookedAt(working, subject)
    assert.equal((await findEnforcement(working.desk.db, id))?.state, 'in_effect')
  }
})
