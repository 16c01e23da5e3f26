import assert from 'node:assert/strict'
import { mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { actOnOwnWill } from '../../demo/act-on-own-will.ts'
import { systemClock } from '../../demo/clock.ts'
import { listEffects } from '../../demo/record-routes.ts'
import { beginFreeze, endFreeze } from '../../src/enforcement/limits/freeze.ts'
import { findEnforcement } from '../../src/enforcement/queries.ts'
import { findOpenRecovery, listLosses } from '../../src/enforcement/recovery/recovery-queries.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { isInRecovery } from '../../src/foundation/time/is-in-recovery.ts'
import { addPerson, beginRecovery, leadBack } from '../support/recovery.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'
import { tempDir } from '../support/temp-dir.ts'
import { waitFor } from '../support/wait-for.ts'
import {
  checkLedger,
  restoreEmptyBackup,
  startWork,
  startWorkingDesk,
  type WorkingDesk,
} from '../support/working-desk.ts'

const ROSA = 'account:rosa'
const MIRA = 'account:mira'
const EFFECTS_MAX = 1_000

/** A desk with a worker that keeps checkpoints in this file. */
async function startKeeping(t: TestContext) {
  const desk = await startWorkingDesk(t)
  const file = join(tempDir(t), 'ledger-checkpoints.txt')
  return { desk, file, stop: startWork(t, desk, file) }
}

const undo = ({ desk }: WorkingDesk, enforcementId: string, by: StaffCaller) =>
  restoreEnforcement(desk, { enforcementId, by, cause: 'mistake', reason: null })

test('a desk on an older database undoes everything and takes nothing offline', async (t) => {
  const { desk: before, file, stop } = await startKeeping(t)
  const suspended = await before.enforcement({ subject: ROSA, action: 'suspend' })
  await before.enforcementIn(suspended.id, 'in_effect')
  await stop()
  const desk = await restoreEmptyBackup(t, before)
  const lead = await addPerson(desk.desk, 'lead')
  // The first worker on the older database sends no effect before it has compared it.
  const early = await desk.enforcement({ subject: MIRA, action: 'suspend' })
  assert.equal(early.state, 'releasing')
  startWork(t, desk, file)
  await waitFor('the recovery state', () => isInRecovery(desk.desk.db))
  await desk.enforcementIn(early.id, 'failed')
  assert.equal(await desk.visit(MIRA), 200)
  await waitFor('both signs', async () => {
    const recovery = await findOpenRecovery(desk.desk.db)
    const found = await listLosses(desk.desk.db, recovery?.id ?? 0, { max: 9 })
    return (
      found
        .map(({ kind, subject }) => `${kind} ${subject}`)
        .toSorted()
        .join() === `journal ${ROSA},ledger null`
    )
  })
  const held = await desk.enforcement({ subject: 'content:post-1', action: 'hide' })
  assert.equal(held.state, 'held')
  const label = await desk.enforcement({ subject: MIRA, action: 'label' })
  assert.equal(label.state, 'releasing', 'what restricts nothing is released')
  await undo(desk, held.id, lead)
  const freeze = await beginFreeze(desk.desk, lead, 'a test')
  await endFreeze(desk.desk, freeze.id, lead)

  await leadBack(desk.desk)
  const again = await desk.enforcement({ subject: ROSA, action: 'suspend' })
  await desk.enforcementIn(again.id, 'in_effect')
  await undo(desk, again.id, lead)
  await desk.enforcementIn(again.id, 'restored')
  assert.equal(await desk.visit(ROSA), 200)
  await checkLedger(desk.desk)
})

test('an enforcement in effect is restored in the recovery state', async (t) => {
  const { desk, file, stop } = await startKeeping(t)
  const lead = await addPerson(desk.desk, 'lead')
  const suspended = await desk.enforcement({ subject: ROSA, action: 'suspend' })
  await desk.enforcementIn(suspended.id, 'in_effect')
  await stop()
  await desk.database.ownerPool.query('delete from ledger_entry where number > 2')
  startWork(t, desk, file)
  await waitFor('the recovery state', () => isInRecovery(desk.desk.db))
  await undo(desk, suspended.id, lead)
  await desk.enforcementIn(suspended.id, 'restored')
  assert.equal(await desk.visit(ROSA), 200)
})

test('a stolen application role releases nothing restrictive in the recovery state', async (t) => {
  const desk = await startWorkingDesk(t)
  const { db } = desk.desk
  const thief = await stealRole(t, desk.database)
  const loss = JSON.stringify([{ kind: 'platform', subject: ROSA, generation: 7, known_generation: 1 }])
  await thief.run(`select begin_recovery('${loss}')`)
  const { id } = await desk.enforcement({ subject: MIRA, action: 'deactivate' })
  const forged = `update enforcement set state = 'releasing', moved_by = 'desk' where id = '${id}'`
  await assert.rejects(thief.run(forged), (error) => isRefusal(error) && /recovery state/.test(String(error)))
  await leadBack(desk.desk)
  await thief.run(`select begin_recovery('${loss.replace('7', '8')}')`)
  await leadBack(desk.desk)
  await assert.rejects(
    thief.run(forged),
    (error) => isRefusal(error) && /proposed before it/.test(String(error)),
    'what waited before a recovery state never takes effect',
  )
  assert.equal(await isInRecovery(db), false)
})

test('no effect begins before the checkpoints were read', async (t) => {
  const desk = await startWorkingDesk(t)
  const file = join(tempDir(t), 'ledger-checkpoints.txt')
  // A folder in the place of the file can't be read, and is mended later.
  mkdirSync(file)
  startWork(t, desk, file)
  const { id } = await desk.enforcement({ subject: MIRA, action: 'suspend' })
  const label = await desk.enforcement({ subject: ROSA, action: 'label' })
  await waitFor('the failed check', async () => desk.logged.some(({ msg }) => msg === 'a check at the start failed'))
  assert.equal((await findEnforcement(desk.desk.db, id))?.state, 'releasing')
  const lead = await addPerson(desk.desk, 'lead')
  await undo(desk, id, lead)
  await desk.enforcementIn(id, 'restored')
  rmdirSync(file)
  await desk.enforcementIn(label.id, 'in_effect')
})

test('a clock that went back lets no earlier proposal take effect', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true })
  const { db } = desk.desk
  await beginFreeze(desk.desk, await addPerson(desk.desk, 'lead'), 'a test')
  const { id } = await desk.enforcement({ subject: MIRA, action: 'deactivate' })
  await desk.advance(-3_600_000)
  const thief = await stealRole(t, desk.database)
  const loss = JSON.stringify([{ kind: 'platform', subject: ROSA, generation: 7, known_generation: 1 }])
  await thief.run(`select begin_recovery('${loss}')`)
  await leadBack(desk.desk)
  assert.equal(await db.findValue(sql`select recovery_bars(proposed_at) from enforcement where id = ${id}`), true)
})

test('a restore in the recovery state sends no earlier enforcement along', async (t) => {
  const desk = await startWorkingDesk(t)
  const lead = await addPerson(desk.desk, 'lead')
  const stop = desk.work()
  const locked = await desk.enforcement({ subject: ROSA, action: 'lock' })
  const suspended = await desk.enforcement({ subject: MIRA, action: 'suspend' })
  for (const { id } of [locked, suspended]) await desk.enforcementIn(id, 'in_effect')
  await stop()
  const onItsWay = await desk.enforcement({ subject: ROSA, action: 'suspend' })
  // As if the restore of the account were among the lost data.
  await actOnOwnWill(desk.demo.store, systemClock, { kind: 'account', id: 'mira' }, { visible: true, mayPost: true })
  await beginRecovery(desk.desk)
  await undo(desk, locked.id, lead)
  const label = await desk.enforcement({ subject: MIRA, action: 'label' })
  desk.work()
  await desk.enforcementIn(locked.id, 'restored')
  await desk.enforcementIn(onItsWay.id, 'failed')
  await desk.enforcementIn(label.id, 'in_effect')
  assert.equal((await findEnforcement(desk.desk.db, suspended.id))?.lifted, true)
  assert.deepEqual([await desk.visit(ROSA), await desk.visit(MIRA)], [200, 200])
  await leadBack(desk.desk)
  const again = await desk.enforcement({ subject: ROSA, action: 'suspend' })
  await desk.enforcementIn(again.id, 'in_effect')
  const effects = listEffects(desk.demo.store, 0, EFFECTS_MAX)
  const offline = effects.filter(({ from, to }) => from.visible && !to.visible).map(({ subject }) => subject.id)
  assert.deepEqual(offline, ['mira', 'rosa'], 'one before the recovery state, and one after it')
  await checkLedger(desk.desk)
})

test('an earlier waiting enforcement expires at once, and no proposal joins it', async (t) => {
  const desk = await startWorkingDesk(t)
  const lead = await addPerson(desk.desk, 'lead')
  const freeze = await beginFreeze(desk.desk, lead, 'a test')
  const asked = { subject: MIRA, action: 'deactivate' } as const
  const waiting = await desk.enforcement(asked)
  assert.equal(waiting.state, 'held')
  await beginRecovery(desk.desk)
  desk.work()
  await desk.enforcementIn(waiting.id, 'expired')
  const anew = await desk.enforcement(asked)
  await endFreeze(desk.desk, freeze.id, lead)
  await leadBack(desk.desk)
  assert.equal(
    await desk.desk.db.onlyValue(sql`
    select recovery_bars(proposed_at) from enforcement where id = ${anew.id}`),
    false,
  )
  assert.notEqual((await findEnforcement(desk.desk.db, anew.id))?.state, 'expired')
})
